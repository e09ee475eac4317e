package io.mehari.upstream.http.streamable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.session.BrokenAnswer;
import io.mehari.upstream.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages that come on the stream of one request: its answer, and what the server wants to say meanwhile.
 * An answer to another request is dropped: taking it would let one call's answer reach another's caller. For one
 * thread at a time.
 */
final class MessageReader {
    private static final Logger LOG = LoggerFactory.getLogger(MessageReader.class);

    private final String server;
    private final Session session;
    private final long id;
    private boolean answered;
    private boolean foreign;

    /**
     * A reader of the messages about one request.
     *
     * @param id of the request; negative if the stream may hold no answer
     */
    MessageReader(String server, Session session, long id) {
        this.server = server;
        this.session = session;
        this.id = id;
    }

    /** Whether the request has been answered, be it with garbage. */
    boolean answered() {
        return answered;
    }

    /** Whether an answer to another request came. */
    boolean foreign() {
        return foreign;
    }

    void event(String text) {
        read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads one message, or the array of them that version 2025-03-26 allows. */
    void read(byte[] text) {
        try {
            JsonNode tree = Json.read(text);
            if (tree instanceof ObjectNode message) {
                message(JsonRpcMessage.of(message));
            } else if (tree.isArray()) {
                tree.forEach(this::element);
            } else {
                unreadable("is not a JSON object");
            }
        } catch (IOException e) {
            unreadable(BrokenAnswer.NOT_JSON);
        }
    }

    private void element(JsonNode element) {
        if (element instanceof ObjectNode message) {
            message(JsonRpcMessage.of(message));
        }
    }

    private void message(JsonRpcMessage message) {
        switch (message.kind()) {
            case REQUEST, NOTIFICATION -> session.received(message);
            case RESPONSE, ERROR_RESPONSE, INVALID -> answer(message);
        }
    }

    private void answer(JsonRpcMessage message) {
        if (message.id().isIntegralNumber()
                && message.id().canConvertToLong()
                && message.id().asLong() == id) {
            answered = true;
            session.received(message);
        } else {
            foreign = true;
            LOG.debug("Upstream {}: dropped an answer on the stream of another request", server);
        }
    }

    private void unreadable(String reason) {
        if (!answered && id >= 0) {
            answered = true;
            session.unreadable(id, reason);
        }
    }
}
