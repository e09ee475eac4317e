package io.mehari.component.generation;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** A {@code generation:} address: where calls enter the route files from the fixed context. Safe for concurrent use. */
@Metadata(description = "Hands a call over to the route files that serve at that moment; for routes in endpoint/")
@UriEndpoint(
        scheme = "generation",
        title = "Generation",
        syntax = "generation:routeName",
        firstVersion = "0.1.0",
        producerOnly = true)
public final class GenerationEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name behind direct: of the route that takes the call")
    @Metadata(required = true)
    private final String routeName;

    /**
     * An endpoint for one route of every generation.
     *
     * @param uri the whole address
     * @param component its component
     * @param routeName what follows the scheme
     */
    GenerationEndpoint(String uri, GenerationComponent component, String routeName) {
        super(uri, component);
        this.routeName = routeName;
    }

    @Override
    public Producer createProducer() {
        GenerationComponent component = (GenerationComponent) getComponent();
        return new GenerationProducer(this, routeName, component.running(), component.watchdog(), component.traces());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException("generation: is for sending only; route files start from direct:");
    }

    @Override
    public boolean isSingleton() {
        return true;
    }
}
