package io.mehari.component.aioffer;

import java.io.IOException;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * What {@code ai-resource:} and {@code ai-prompt:} addresses have in common. Options are set before the route starts and not
 * changed afterwards.
 */
public abstract class OfferEndpoint extends DefaultEndpoint {
    private final String name;

    @UriParam(description = "Server it is listed under", defaultValue = "camel")
    private String server = "camel";

    @UriParam(description = "Comma-separated groups it belongs to")
    private String tags;

    @UriParam(description = "What it is about, for people and models that choose it")
    private String description;

    @UriParam(description = "Title for people")
    private String title;

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

    public String getServer() {
        return server;
    }

    public void setServer(String server) {
        this.server = server;
    }

    public String getTags() {
        return tags;
    }

    public void setTags(String tags) {
        this.tags = tags;
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public String getTitle() {
        return title;
    }

    public void setTitle(String title) {
        this.title = title;
    }
}
