package io.mehari.component.generation;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** Where calls leave the fixed context for the route files. */
final class GenerationEndpoint extends DefaultEndpoint {
    private final String routeName;

    GenerationEndpoint(String uri, GenerationComponent component, String routeName) {
        super(uri, component);
        this.routeName = routeName;
    }

    @Override
    public Producer createProducer() {
        GenerationComponent component = (GenerationComponent) getComponent();
        return new GenerationProducer(this, routeName, component.running(), component.inFlight());
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
