package io.mehari.upstream.http.streamable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.http.client.Shown;
import io.mehari.upstream.http.client.SseParser;
import io.mehari.upstream.session.BrokenAnswer;
import io.mehari.upstream.session.RequestIds;
import io.mehari.upstream.session.Session;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages that come in the response to one request: its answer, and what the server wants to say meanwhile.
 * An answer to another request is dropped: taking it would let one call's answer reach another's caller. What cannot be read
 * is blamed on the request only if it bears its id, or is all that came. For one thread at a time.
 */
final class MessageReader {
    private static final Logger LOG = LoggerFactory.getLogger(MessageReader.class);

    private final String server;
    private final Session session;
    private final long id;
    private boolean answered;
    private boolean foreign;
    private JsonRpcMessage anonymous;
    private String noted;

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

    /** Nothing more is taken for an answer: the request has failed. */
    void settled() {
        answered = true;
    }

    /** Whether an answer to another request came. */
    boolean foreign() {
        return foreign;
    }

    /** The beginning of what came and is no message, to stand in a reason. */
    Optional<String> noted() {
        return Optional.ofNullable(noted);
    }

    /** Reads the whole of a response, which must hold the answer. */
    void whole(byte[] text) {
        Optional<String> broken = read(text);
        if (!answered && broken.isPresent()) {
            unreadable(broken.get());
        }
        anonymousAnswer();
    }

    /** Reads what may be the answer: the body behind a refusal, or an event that did not end. Nothing is blamed on the rest. */
    void perhaps(byte[] text) {
        if (text.length == 0 || answered) {
            return;
        }
        read(text).ifPresent(reason -> blame(text, reason));
        anonymous = null;
        foreign = false;
    }

    /** As {@link #perhaps(byte[])}, of a response whose content may be events. */
    void perhaps(byte[] text, HttpHeaders headers) {
        if (SseParser.isStream(headers)) {
            SseParser.read(text, event -> perhaps(event.bytes()));
        } else {
            perhaps(text);
        }
    }

    /** Reads an event; one of a stream, so that the answer may follow whatever this is. */
    void event(byte[] text) {
        Optional<String> broken = read(text);
        if (broken.isPresent() && !blame(text, broken.get())) {
            note(text);
        }
    }

    /**
     * Reads an event of another type than {@code message}: what is in it is taken if it is a message, and the rest may be
     * anything.
     */
    void typed(byte[] text) {
        boolean before = foreign;
        if (read(text).isPresent() || (foreign && !before)) {
            note(text);
        }
        foreign = before;
    }

    /** Whether a message that cannot be read bears the id of the request, which then has its answer. */
    boolean blame(byte[] text, String reason) {
        boolean ours = isOurs(text);
        if (ours) {
            unreadable(reason);
        }
        return ours;
    }

    /** Whether a message of which perhaps only the beginning is known bears the id of the request. */
    boolean isOurs(byte[] text) {
        return id >= 0 && BrokenAnswer.idOf(text).orElse(-1) == id;
    }

    /** Keeps the beginning of what is no message. */
    void note(byte[] text) {
        noted = Shown.text(text);
    }

    /** An error without an id that came: on the response to a request it can be about nothing else. */
    void anonymousAnswer() {
        if (!answered && anonymous != null && id >= 0) {
            answer(JsonRpcMessage.of(anonymous.tree().put("id", id)));
        }
    }

    /** One message, or the array of them that version 2025-03-26 allows; why it is none. */
    private Optional<String> read(byte[] text) {
        try {
            JsonNode tree = Json.read(text);
            if (tree instanceof ObjectNode message) {
                return message(JsonRpcMessage.of(message)) ? Optional.empty() : Optional.of("is no JSON-RPC message");
            }
            if (tree.isArray()) {
                tree.forEach(this::element);
            }
            return tree.isArray() ? Optional.empty() : Optional.of("is not a JSON object");
        } catch (IOException e) {
            return Optional.of(BrokenAnswer.NOT_JSON);
        }
    }

    private void element(JsonNode element) {
        if (element instanceof ObjectNode message) {
            message(JsonRpcMessage.of(message));
        }
    }

    /** False if it is none. */
    private boolean message(JsonRpcMessage message) {
        switch (message.kind()) {
            case REQUEST, NOTIFICATION -> session.received(message, id);
            case RESPONSE, ERROR_RESPONSE, INVALID -> answer(message);
        }
        return message.kind() != JsonRpcMessage.Kind.INVALID || message.tree().has("id");
    }

    private void answer(JsonRpcMessage message) {
        if (answered) {
            LOG.debug("Upstream {}: dropped a second answer to request {}", server, id);
        } else if (isOurs(message.id())) {
            answered = true;
            session.received(JsonRpcMessage.of(message.tree().put("id", id)));
        } else if (message.kind() == JsonRpcMessage.Kind.ERROR_RESPONSE
                && !message.tree().hasNonNull("id")) {
            anonymous = message;
        } else {
            foreign |= message.tree().has("id");
            LOG.debug("Upstream {}: dropped an answer on the stream of another request", server);
        }
    }

    private boolean isOurs(JsonNode answered) {
        OptionalLong ours = RequestIds.ours(answered);
        return ours.isPresent() && ours.getAsLong() == id;
    }

    private void unreadable(String reason) {
        if (!answered && id >= 0) {
            answered = true;
            session.unreadable(id, reason);
        }
    }
}
