package io.mehari.component.websocket;

import com.fasterxml.jackson.core.TreeNode;
import io.mehari.protocol.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * Sends the body to connections: text as it is, trees, maps and lists as JSON. Never waits for a reader; what a slow one
 * cannot take is dropped and counted. A connection that has ended meanwhile gets nothing. Safe for concurrent use.
 */
final class WebsocketProducer extends DefaultProducer {
    private final SocketHub hub;

    /**
     * A producer.
     *
     * @param endpoint names the path
     * @param hub who is connected
     */
    WebsocketProducer(WebsocketEndpoint endpoint, SocketHub hub) {
        super(endpoint);
        this.hub = hub;
    }

    @Override
    public WebsocketEndpoint getEndpoint() {
        return (WebsocketEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        hub.addSender(getEndpoint().getPath());
    }

    @Override
    protected void doStop() throws Exception {
        hub.removeSender(getEndpoint().getPath());
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        List<LiveSocket> to = receivers(message);
        if (!to.isEmpty()) {
            String text = text(message);
            to.forEach(socket -> socket.push(text));
        }
    }

    private List<LiveSocket> receivers(Message message) {
        Boolean all = message.getHeader(WebsocketHeaders.SEND_TO_ALL, Boolean.class);
        if (all == null ? getEndpoint().isSendToAll() : all) {
            return hub.at(getEndpoint().getPath());
        }
        Object keys = message.getHeader(WebsocketHeaders.CONNECTION_KEY_LIST);
        if (keys == null) {
            keys = message.getHeader(WebsocketHeaders.CONNECTION_KEY);
        }
        if (keys == null) {
            throw new IllegalArgumentException("Nobody is named as the receiver of a message to websocket-jetty:"
                    + getEndpoint().getPath() + ": set the header " + WebsocketHeaders.CONNECTION_KEY
                    + ", or the option sendToAll");
        }
        Collection<?> list = keys instanceof Collection<?> several
                ? several
                : List.of(keys.toString().split(","));
        return list.stream()
                .map(key -> hub.find(key.toString().strip()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String text(Message message) {
        Object body = message.getBody();
        if (body instanceof String text) {
            return text;
        }
        if (body instanceof TreeNode || body instanceof Map || body instanceof Collection) {
            return Json.text(Json.MAPPER.valueToTree(body));
        }
        String text = message.getBody(String.class);
        return text == null ? "" : text;
    }
}
