package io.mehari.component.websocket;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** A {@code websocket-command:} address. Options are set before the route starts and not changed afterwards. */
@Metadata(description = "A route that is a command of the live plane: clients call it over their WebSocket")
@UriEndpoint(
        scheme = "websocket-command",
        title = "WebSocket command",
        syntax = "websocket-command:names",
        firstVersion = "0.1.0",
        consumerOnly = true,
        category = {Category.HTTP, Category.MANAGEMENT})
public final class CommandEndpoint extends DefaultEndpoint {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    @UriPath(
            description =
                    "Name of the command, or several with commas; the header websocket.command says which was called")
    @Metadata(required = true)
    private final String names;

    @UriParam(description = "What a caller must be allowed: call, monitor or admin", defaultValue = "admin")
    private String scope = "admin";

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     * @param names what follows the scheme
     */
    CommandEndpoint(String uri, CommandComponent component, String names) {
        super(uri, component);
        this.names = names;
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException(
                "websocket-command: is where commands come from; routes call each other by direct:");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        List<String> all = Arrays.stream(names.split(",")).map(String::strip).toList();
        all.stream().filter(name -> !NAME.matcher(name).matches()).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "\"" + name + "\" cannot be the name of a command: it must begin with a letter"
                            + " and have lower-case letters, digits and _ only, 64 at most");
        });
        CommandConsumer consumer = new CommandConsumer(
                this, processor, all, CommandScope.of(scope), ((CommandComponent) getComponent()).commands());
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * The names of its commands.
     *
     * @return separated by commas
     */
    public String getNames() {
        return names;
    }

    /**
     * What a caller must be allowed.
     *
     * @return {@code admin} unless it is set
     */
    public String getScope() {
        return scope;
    }

    /**
     * Sets what a caller must be allowed.
     *
     * @param scope {@code call}, {@code monitor} or {@code admin}
     */
    public void setScope(String scope) {
        this.scope = scope;
    }
}
