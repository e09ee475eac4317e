package io.mehari.component.websocket;

import io.mehari.call.Scope;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/** Gives the messages of a path to its route. What the route leaves goes nowhere: it answers by a producer. */
final class WebsocketConsumer extends DefaultConsumer implements SocketEvents, Suspendable {
    private static final int OPENED = 1;
    private static final int ENDED = 0;

    private final SocketHub hub;
    private final Scope scope;

    /**
     * A consumer that takes nothing before it is started.
     *
     * @param endpoint names the path
     * @param processor the rest of the route
     * @param hub who is connected
     * @param scope what a client must be allowed
     */
    WebsocketConsumer(WebsocketEndpoint endpoint, Processor processor, SocketHub hub, Scope scope) {
        super(endpoint, processor);
        this.hub = hub;
        this.scope = scope;
    }

    @Override
    public WebsocketEndpoint getEndpoint() {
        return (WebsocketEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        hub.listen(getEndpoint().getPath(), this);
    }

    /** Goes on until another route has taken its place, or its route files have ended: there is no moment without either. */
    @Override
    protected void doSuspend() {
        // nothing
    }

    @Override
    protected void doStop() throws Exception {
        hub.forget(getEndpoint().getPath(), this);
        super.doStop();
    }

    @Override
    public Optional<Scope> scope() {
        return Optional.of(scope);
    }

    @Override
    public void opened(LiveSocket socket) {
        if (getEndpoint().isFireWebSocketEvents()) {
            process(socket, null, OPENED);
        }
    }

    @Override
    public void message(LiveSocket socket, String text) {
        process(socket, text, null);
    }

    @Override
    public void closed(LiveSocket socket) {
        if (getEndpoint().isFireWebSocketEvents()) {
            process(socket, null, ENDED);
        }
    }

    private void process(LiveSocket socket, String text, Integer event) {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setHeader(WebsocketHeaders.CONNECTION_KEY, socket.key());
        if (event != null) {
            exchange.getMessage().setHeader(WebsocketHeaders.EVENT_TYPE, event);
        }
        exchange.getMessage().setBody(text);
        getAsyncProcessor().process(exchange, doneSync -> ended(exchange));
    }

    private void ended(Exchange exchange) {
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException(
                            "A message of " + getEndpoint().getPath() + " failed", exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }
}
