package io.mehari.upstream.stdio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.UpstreamSettings;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests and answers that pass over one live process. Knows which requests wait for an answer and ends each of
 * them when the process is lost.
 */
final class StdioConnection {
    private static final Logger LOG = LoggerFactory.getLogger(StdioConnection.class);

    private final String server;
    private final StdioLimits limits;
    private final Timer timer;
    private final LongSupplier ids;
    private final Owner owner;
    private final OutgoingQueue queue;
    private final ServerProcess process;
    private final ToolRefresh refresh;
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private volatile boolean answeredCall;
    private volatile Timeout connectLimit;

    /** Who uses the connection. Called on its threads, must not block. */
    interface Owner {
        /** The handshake is over. */
        void ready(StdioConnection connection, ServerIdentity identity);

        /** A list of tools was read to its end. */
        void toolsRead(List<ObjectNode> tools);

        /** The connection ended; the answer tells when the next attempt will be. Called once. */
        Duration lost(StdioConnection connection, String reason);
    }

    StdioConnection(UpstreamSettings settings, StdioLimits limits, Timer timer, LongSupplier ids, Owner owner) {
        this.server = settings.name();
        this.limits = limits;
        this.timer = timer;
        this.ids = ids;
        this.owner = owner;
        this.queue = new OutgoingQueue(limits.queuedMessages(), limits.queuedBytes());
        this.process = new ServerProcess(
                settings, limits, timer, queue, new IncomingMessages(server, this), this::connect, this::lost);
        this.refresh = new ToolRefresh(server, this::listTools, owner::toolsRead);
    }

    /** Starts the process and the handshake. Called once. */
    void open() {
        connectLimit = timer.newTimeout(
                timeout -> process.end("did not complete initialize and tools/list within "
                        + limits.connect().toSeconds() + " s; see its log for the reason"),
                limits.connect().toMillis(),
                TimeUnit.MILLISECONDS);
        process.open();
    }

    /** Takes nothing more and ends the process; what was sent may still be answered while it does. */
    CompletableFuture<Void> stop() {
        queue.close();
        Loss loss = new Loss("was stopped", Duration.ZERO);
        pending.values().forEach(request -> request.closing(loss));
        process.stop();
        return process.gone();
    }

    /** Ends when neither process nor thread is left. */
    CompletableFuture<Void> gone() {
        return process.gone();
    }

    /** Whether a call was ever answered: the server works. */
    boolean hasAnsweredCall() {
        return answeredCall;
    }

    /** Puts the call on its way, or fails it; false, and the call unchanged, if the connection has ended. */
    boolean submit(StdioCall call) {
        if (!call.enqueue(this)) {
            return true;
        }
        pending.put(call.id(), call);
        OutgoingQueue.Offer offer = queue.offer(call);
        if (call.isEnded()) {
            pending.remove(call.id());
        }
        return switch (offer) {
            case ACCEPTED -> true;
            case FULL -> refuse(call);
            case CLOSED -> !giveBack(call);
        };
    }

    private boolean refuse(StdioCall call) {
        pending.remove(call.id());
        call.end(ToolAnswer.queueFull(server));
        return true;
    }

    /** False if the end of the connection has found the call and failed it. */
    private boolean giveBack(StdioCall call) {
        if (!pending.remove(call.id(), call)) {
            return false;
        }
        call.backToWaiting();
        return true;
    }

    /** Drops what will be answered to this request. */
    void forget(long id) {
        pending.remove(id);
    }

    /** Tells the server that a request it was sent is given up. */
    void cancelled(long id, String reason) {
        send(JsonRpcMessage.notification(
                McpMethod.CANCELLED, Json.object().put("requestId", id).put("reason", reason)));
    }

    /** Sends a message that no answer is waited for; dropped if the queue is full. */
    void send(ObjectNode message) {
        if (queue.offer(new ControlLine(MessageWriter.line(message))) == OutgoingQueue.Offer.FULL) {
            LOG.debug("Upstream {}: the queue is full, a message without an answer was dropped", server);
        }
    }

    private CompletableFuture<ObjectNode> request(String method, ObjectNode params) {
        long id = ids.getAsLong();
        ControlRequest request = new ControlRequest(method);
        pending.put(id, request);
        byte[] line = MessageWriter.line(JsonRpcMessage.request(id, method, params));
        if (queue.offer(new ControlLine(line)) != OutgoingQueue.Offer.ACCEPTED) {
            request.fail(new RequestFailedException("does not take " + method));
        }
        Timeout limit = timer.newTimeout(
                timeout -> request.fail(new RequestFailedException("did not answer " + method + " within "
                        + limits.connect().toSeconds() + " s")),
                limits.connect().toMillis(),
                TimeUnit.MILLISECONDS);
        return request.result().whenComplete((result, failure) -> {
            limit.cancel();
            pending.remove(id);
        });
    }

    private void connect() {
        new Handshake(this::request, this::send, () -> process.remember())
                .run(this::listTools)
                .whenComplete((joined, failure) -> {
                    connectLimit.cancel();
                    if (failure == null) {
                        owner.toolsRead(joined.tools());
                        owner.ready(this, joined.identity());
                    } else {
                        process.end(RequestFailedException.of(failure).getMessage());
                    }
                });
    }

    private CompletableFuture<List<ObjectNode>> listTools() {
        return new ToolListing(server, this::request, limits.toolPages()).read();
    }

    /** The server's list of tools changed. */
    void toolsChanged() {
        refresh.changed();
    }

    /** An answer arrived. */
    void answered(long id, JsonRpcMessage answer) {
        Pending request = pending.remove(id);
        if (request == null) {
            LOG.debug("Upstream {}: dropped an answer to request {}, which nobody waits for", server, id);
            return;
        }
        if (request instanceof StdioCall) {
            answeredCall = true;
        }
        request.answered(answer);
    }

    /** An answer arrived that cannot be read. */
    void unreadable(long id, String reason) {
        Pending request = pending.remove(id);
        if (request != null) {
            request.unreadable(reason);
        }
    }

    /** Progress of a request arrived. */
    void progressed(JsonNode token, ObjectNode params) {
        Pending request = token.isIntegralNumber() ? pending.get(token.asLong()) : null;
        if (request == null) {
            LOG.debug("Upstream {}: dropped progress that nobody waits for", server);
        } else {
            request.progressed(params);
        }
    }

    private void lost(String reason) {
        queue.close();
        Timeout limit = connectLimit;
        if (limit != null) {
            limit.cancel();
        }
        Loss loss = new Loss(reason, owner.lost(this, reason));
        for (Long id : pending.keySet()) {
            Pending request = pending.remove(id);
            if (request != null) {
                request.lost(loss);
            }
        }
    }
}
