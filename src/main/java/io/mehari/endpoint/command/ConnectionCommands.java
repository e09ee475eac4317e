package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Scope;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.notification.Notifier;
import io.mehari.notification.Topic;
import io.mehari.protocol.Json;
import io.mehari.security.AccessDecision;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a client asks of its connection and not of the gateway: {@code authenticate}, {@code ping}, {@code subscribe}, {@code
 * unsubscribe}. No route is needed for these. Safe for concurrent use.
 */
final class ConnectionCommands {
    private static final int LONGEST_KEY = 1000;

    private final Notifier notifier;
    private final LiveAccess access;
    private final CommandRegistry commands;

    /**
     * The commands.
     *
     * @param notifier who wants which topics
     * @param access who has which key
     * @param commands those that are routes, to be told of
     */
    ConnectionCommands(Notifier notifier, LiveAccess access, CommandRegistry commands) {
        this.notifier = notifier;
        this.access = access;
        this.commands = commands;
    }

    /**
     * Answers a message if it is one of these.
     *
     * @return false if it is not
     */
    boolean answers(CommandSession session, CommandMessage message) {
        if (message.method().equals("authenticate")) {
            authenticate(session, message);
            return true;
        }
        if (!session.isKnown()) {
            return false;
        }
        switch (message.method()) {
            case "ping" -> session.answer(CommandAnswer.result(message.id(), withCommands(session, Json.object())));
            case "subscribe" -> subscribe(session, message);
            case "unsubscribe" -> {
                ObjectNode result = Json.object();
                result.set("topics", CommandSession.codes(notifier.unsubscribe(session, topics(message))));
                session.answer(CommandAnswer.result(message.id(), result));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void authenticate(CommandSession session, CommandMessage message) {
        String key = message.params().path("key").asText("");
        if (key.isEmpty() && session.isKnown()) {
            session.answer(CommandAnswer.result(message.id(), caller(session)));
            return;
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw CommandMessage.invalid("key must be an API key");
        }
        AccessDecision decision = access.holder(key, session.socket().peer());
        if (decision instanceof Denied denied) {
            throw new CommandFailedException(
                    CommandError.UNAUTHENTICATED, denied.rejection().message());
        }
        session.identify(((Granted) decision).caller());
        session.answer(CommandAnswer.result(message.id(), caller(session)));
    }

    private ObjectNode caller(CommandSession session) {
        ObjectNode result = Json.object().put("caller", session.caller().name());
        result.set(
                "scopes",
                Json.MAPPER.valueToTree(session.caller().scopes().stream()
                        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList()));
        return withCommands(session, result);
    }

    /** What this caller may call, so that pages show no buttons for anything else. */
    private ObjectNode withCommands(CommandSession session, ObjectNode result) {
        ArrayNode names = result.putArray("commands");
        commands.all().stream()
                .filter(command -> session.caller().has(command.scope()))
                .forEach(command -> names.add(command.name()));
        return result;
    }

    private void subscribe(CommandSession session, CommandMessage message) {
        CommandListener.require(session, Scope.MONITOR);
        List<Topic> topics = topics(message);
        JsonNode since = message.params().path("since");
        if (!since.isMissingNode() && !since.isNull() && !since.canConvertToLong()) {
            throw CommandMessage.invalid("since must be the sequence of the last message that is known");
        }
        Long known = since.isNumber() ? since.longValue() : null;
        session.subscribed(message.id(), () -> notifier.subscribe(session, topics, known));
    }

    private static List<Topic> topics(CommandMessage message) {
        JsonNode named = message.params().path("topics");
        if (!named.isArray() || named.isEmpty() || named.size() > 2 * Topic.values().length) {
            throw CommandMessage.invalid("topics must be an array of " + String.join(", ", Topic.codes()));
        }
        List<Topic> topics = new ArrayList<>();
        named.forEach(name -> topics.add(Topic.of(name.asText())
                .orElseThrow(() -> CommandMessage.invalid("There is no topic \"" + name.asText() + "\"; there are "
                        + String.join(", ", Topic.codes())))));
        return topics;
    }

    /** A connection has ended. */
    void leave(CommandSession session) {
        notifier.leave(session);
    }
}
