package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Caller;
import io.mehari.component.websocket.CommandCall;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.component.websocket.LiveSocket;
import io.mehari.notification.Notification;
import io.mehari.notification.Subscribed;
import io.mehari.notification.Subscriber;
import io.mehari.notification.Topic;
import io.mehari.protocol.Json;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the gateway knows of one connection: who it is, what runs for it. Safe for concurrent use. */
final class CommandSession implements Subscriber {
    private final LiveSocket socket;
    private final RateLimit rate;
    private final Set<CommandCall> running = ConcurrentHashMap.newKeySet();
    private volatile Caller caller;
    private boolean ended;

    /**
     * A connection that has just been opened.
     *
     * @param socket the connection
     * @param rate messages that it may send
     */
    CommandSession(LiveSocket socket, RateLimit rate) {
        this.socket = socket;
        this.rate = rate;
        this.caller = socket.caller();
    }

    @Override
    public Medium medium() {
        return Medium.WEBSOCKET;
    }

    /** In order with what {@link #subscribed} sends. */
    @Override
    public synchronized void take(Notification notification) {
        socket.queue(notification.text());
    }

    @Override
    public void flush() {
        socket.flush();
    }

    /** Sends the answer to a subscription and what was missed before anything that comes by itself. */
    synchronized void subscribed(JsonNode id, Supplier<Subscribed> subscribe) {
        if (ended) {
            return;
        }
        Subscribed now = subscribe.get();
        ObjectNode result = Json.object();
        result.set("topics", codes(now.topics()));
        result.put("sequence", now.sequence()).put("missed", now.missed());
        answer(CommandAnswer.result(id, result));
        now.replay().forEach(missed -> socket.push(missed.text()));
    }

    static JsonNode codes(Collection<Topic> topics) {
        return Json.MAPPER.valueToTree(topics.stream().map(Topic::code).toList());
    }

    /** Whether it has shown who it is, or need not. */
    boolean isKnown() {
        return !caller.equals(Caller.ANONYMOUS);
    }

    Caller caller() {
        return caller;
    }

    void identify(Caller known) {
        caller = known;
    }

    LiveSocket socket() {
        return socket;
    }

    void requireRate(long now) {
        if (!rate.take(now)) {
            throw new CommandFailedException(
                    CommandError.BUSY,
                    "Too many messages: this connection may send mehari.live.messages-per-second of them in a second");
        }
    }

    /** A command begins. */
    synchronized CommandCall begin(CommandMessage message, int most) {
        if (running.size() >= most) {
            throw new CommandFailedException(
                    CommandError.BUSY,
                    "This connection has " + most + " commands running, which is the most: wait for an answer");
        }
        CommandCall call =
                new CommandCall(message.method(), caller, socket.peer(), payload -> progress(message.id(), payload));
        running.add(call);
        if (ended) {
            call.leave();
        }
        return call;
    }

    private void progress(JsonNode id, ObjectNode payload) {
        ObjectNode told = Json.object().put("type", "call_progress");
        told.set("id", id);
        told.set("payload", payload);
        socket.push(Json.text(told));
    }

    void end(CommandCall call, String answer) {
        running.remove(call);
        answer(answer);
    }

    void answer(String text) {
        socket.send(text);
    }

    /** The client has gone: what runs for it ends. */
    void leave() {
        synchronized (this) {
            ended = true;
        }
        running.forEach(CommandCall::leave);
    }
}
