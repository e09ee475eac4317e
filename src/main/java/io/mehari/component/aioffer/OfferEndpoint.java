package io.mehari.component.aioffer;

import io.mehari.component.aitool.ListedEndpoint;
import java.io.IOException;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;

/**
 * What {@code ai-resource:} and {@code ai-prompt:} addresses have in common. Options are set before the route starts and not
 * changed afterwards.
 */
public abstract class OfferEndpoint extends ListedEndpoint {
    private final String name;

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     * @param name what follows the scheme
     */
    OfferEndpoint(String uri, DefaultComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    /**
     * What the route is, by its options.
     *
     * @param route runs it; null to see what the options say
     * @return never null
     * @throws IllegalArgumentException if options are missing or contradict each other
     * @throws IOException if what an option refers to cannot be read
     */
    public abstract OfferedRoute describe(AsyncProcessor route) throws IOException;

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException(
                getComponent().getClass().getSimpleName() + " can only start a route: use it in from");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        OfferConsumer consumer = new OfferConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    public String getName() {
        return name;
    }
}
