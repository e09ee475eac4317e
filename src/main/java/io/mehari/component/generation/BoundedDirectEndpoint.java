package io.mehari.component.generation;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectEndpoint;

/** A {@code direct:} address whose producers count the routes that an exchange is in. */
final class BoundedDirectEndpoint extends DirectEndpoint {
    /**
     * An endpoint of a generation.
     *
     * @param uri the whole address
     * @param component its component
     */
    BoundedDirectEndpoint(String uri, BoundedDirectComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() throws Exception {
        return new BoundedDirectProducer(this, (AsyncProducer) super.createProducer());
    }
}
