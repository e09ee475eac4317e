package io.mehari.library;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Lets steps find the classes of plugins by the class loader of their thread as well: database pools, Kafka and whatever
 * looks for services do. Only where there are plugins.
 */
final class PluginSteps implements InterceptStrategy {
    private final ClassLoader loader;

    PluginSteps(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Thread thread = Thread.currentThread();
                ClassLoader before = thread.getContextClassLoader();
                thread.setContextClassLoader(loader);
                try {
                    return super.process(exchange, callback);
                } finally {
                    thread.setContextClassLoader(before);
                }
            }
        };
    }
}
