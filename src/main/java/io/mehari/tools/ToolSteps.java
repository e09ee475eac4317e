package io.mehari.tools;

import io.mehari.exchange.ExchangeState;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands around every step of every route: where a step of a tool's run has ended on a thread that must not block, an event
 * loop or a reader of a server, what follows goes on on the threads of tools, as the run began. Costs one look at the
 * exchange where there is no such run. {@code threads} has threads of its own and keeps them.
 */
final class ToolSteps implements InterceptStrategy {
    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        return definition instanceof ThreadsDefinition ? target : new Step(target);
    }

    private static final class Step extends DelegateAsyncProcessor {
        Step(Processor target) {
            super(AsyncProcessorConverterHelper.convert(target));
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            CamelToolRun run = exchange.getProperty(ExchangeState.RUN, CamelToolRun.class);
            if (run == null) {
                return super.process(exchange, callback);
            }
            if (run.refuse(exchange)) {
                callback.done(true);
                return true;
            }
            return super.process(exchange, doneSync -> run.goOn(exchange, callback, doneSync));
        }
    }
}
