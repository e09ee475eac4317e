package io.mehari.component.websocket;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** A {@code websocket-jetty:} address. Options are set before the route starts and not changed afterwards. */
@Metadata(description = "Messages from and to clients that have opened a WebSocket at the live plane")
@UriEndpoint(
        scheme = "websocket-jetty",
        title = "WebSocket (Jetty)",
        syntax = "websocket-jetty:path",
        firstVersion = "0.1.0",
        category = {Category.HTTP, Category.NETWORKING})
public final class WebsocketEndpoint extends DefaultEndpoint {
    @UriPath(description = "Path of the live plane at which clients open the WebSocket, such as /prices")
    @Metadata(required = true)
    private final String path;

    @UriParam(
            label = "producer",
            description = "Send to all connections of the path; the header websocket.sendToAll holds before it")
    private boolean sendToAll;

    @UriParam(
            label = "consumer",
            description = "What a client must be allowed to open a connection: call, monitor or admin",
            defaultValue = "monitor")
    private String scope = "monitor";

    @UriParam(
            label = "consumer",
            description = "Whether the route also gets a message without a body when a connection is opened (header"
                    + " websocket.eventType 1) and when one ends (0)")
    private boolean fireWebSocketEvents;

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     * @param path begins with a slash
     */
    WebsocketEndpoint(String uri, WebsocketComponent component, String path) {
        super(uri, component);
        this.path = path;
    }

    @Override
    public Producer createProducer() {
        return new WebsocketProducer(this, hub());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (SocketHub.OWN.contains(path)) {
            throw new IllegalArgumentException("The messages at " + path
                    + " are the gateway's own commands: start the route from another path, or from websocket-command:");
        }
        WebsocketConsumer consumer = new WebsocketConsumer(this, processor, hub(), CommandScope.of(scope));
        configureConsumer(consumer);
        return consumer;
    }

    private SocketHub hub() {
        return ((WebsocketComponent) getComponent()).hub();
    }

    /**
     * The path of its connections.
     *
     * @return begins with a slash
     */
    public String getPath() {
        return path;
    }

    /**
     * Whether messages go to all connections.
     *
     * @return false unless it is set
     */
    public boolean isSendToAll() {
        return sendToAll;
    }

    /**
     * Sets whether messages go to all connections.
     *
     * @param sendToAll true for all
     */
    public void setSendToAll(boolean sendToAll) {
        this.sendToAll = sendToAll;
    }

    /**
     * What a client must be allowed.
     *
     * @return {@code monitor} unless it is set
     */
    public String getScope() {
        return scope;
    }

    /**
     * Sets what a client must be allowed.
     *
     * @param scope {@code call}, {@code monitor} or {@code admin}
     */
    public void setScope(String scope) {
        this.scope = scope;
    }

    /**
     * Whether the route gets openings and endings.
     *
     * @return false unless it is set
     */
    public boolean isFireWebSocketEvents() {
        return fireWebSocketEvents;
    }

    /**
     * Sets whether the route gets openings and endings.
     *
     * @param fireWebSocketEvents true if it does
     */
    public void setFireWebSocketEvents(boolean fireWebSocketEvents) {
        this.fireWebSocketEvents = fireWebSocketEvents;
    }
}
