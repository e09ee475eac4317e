package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Caller;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.ErrorCode;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * One session of a client of the legacy era: what was agreed on, what runs, and the streams to the client. Belongs to the
 * caller and the view that began it. Safe for concurrent use.
 */
final class Session implements Outbox.Events {
    private static final int NOT_FOUND = 404;

    private final String id;
    private final String key;
    private final Caller caller;
    private final McpView view;
    private final long retryMillis;
    private final EventStore store;
    private final Questions questions = new Questions();
    private final Listening listening = new Listening(this);
    private final Subscriptions subscriptions;
    private final BiConsumer<String, ObjectNode> rootsChanged;
    private final Map<JsonNode, RunningRequest> running = new ConcurrentHashMap<>(4);
    private final Map<String, Outbox> calls = new ConcurrentHashMap<>(4);
    private final AtomicLong eventNumbers = new AtomicLong();
    private final AtomicLong streamNumbers = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final boolean resumable;
    private volatile Negotiated negotiated = Negotiated.NOTHING;
    private volatile LogLevel level = LogLevel.DEBUG;
    private final Origin origin;
    private volatile long lastUsed;
    private volatile long heard;
    private volatile boolean draining;

    /** By what a session is known, and to whom it belongs. */
    record Identity(String id, String key, Caller caller, McpView view, Origin origin) {}

    /**
     * Where the request came from that began a session.
     *
     * @param ip address, that of the last proxy if there is one; empty if it has none
     * @param userAgent beginning of the header; empty if there was none
     * @param nanoTime when it came
     */
    record Origin(String ip, String userAgent, long nanoTime) {
        private static final int LONGEST = 200;

        static Origin of(Request request, long now) {
            InetAddress peer = request.peer();
            String agent = Objects.requireNonNullElse(request.header("user-agent"), "");
            return new Origin(
                    peer == null ? "" : peer.getHostAddress(),
                    agent.substring(0, Math.min(LONGEST, agent.length())),
                    now);
        }
    }

    /**
     * A session that has just begun.
     *
     * @param resumable whether its streams have ids by which they can be taken up again
     */
    Session(Identity identity, boolean resumable, long retryMillis, EventStore store, SessionServices services) {
        this.id = identity.id();
        this.key = identity.key();
        this.caller = identity.caller();
        this.view = identity.view();
        this.origin = identity.origin();
        this.heard = identity.origin().nanoTime();
        this.resumable = resumable;
        this.retryMillis = retryMillis;
        this.store = store;
        this.subscriptions = new Subscriptions(view, key, services, listening);
        this.rootsChanged = services.rootsChanged();
    }

    /** Tells the servers that the client has connections to. */
    void rootsChanged(ObjectNode params) {
        rootsChanged.accept(key, params);
    }

    String id() {
        return id;
    }

    /** What tells its connections to servers from those of others; not the id, which is a secret. */
    String key() {
        return key;
    }

    Caller caller() {
        return caller;
    }

    McpView view() {
        return view;
    }

    Negotiated negotiated() {
        return negotiated;
    }

    void agree(Negotiated agreed) {
        negotiated = agreed;
    }

    Questions questions() {
        return questions;
    }

    Listening listening() {
        return listening;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    void level(LogLevel least) {
        subscriptions.level(least, this::wants);
        level = least;
    }

    /** Whether the client wants a log message. */
    boolean wants(ObjectNode logMessage) {
        return LogLevel.of(logMessage).map(given -> given.compareTo(level) >= 0).orElse(true);
    }

    /** Whether the session belongs to this caller, and was begun at this view. */
    boolean isOf(Caller who, McpView where) {
        return caller.name().equals(who.name()) && view.equals(where);
    }

    @Override
    public EventId next(String stream) {
        return resumable ? new EventId(stream, eventNumbers.incrementAndGet()) : null;
    }

    @Override
    public boolean keep(EventId event, JsonNode message, boolean last) {
        return event != null && store.add(event, message, last);
    }

    @Override
    public long retryMillis() {
        return resumable && negotiated.hasPolling() ? retryMillis : -1;
    }

    /** The stream of the answer to one POST. */
    Outbox call(Attachment attachment) {
        Outbox box = new Outbox(this, EventId.CALL + Long.toString(streamNumbers.incrementAndGet()));
        box.attach(attachment);
        calls.put(box.name(), box);
        attachment.request().channel().onDisconnect(() -> box.left(attachment));
        return box;
    }

    void done(Outbox box) {
        calls.remove(box.name());
    }

    /** A stream of an answer that is still awaited. */
    Optional<Outbox> call(String name) {
        return Optional.ofNullable(calls.get(name));
    }

    /** The client opens a stream for what belongs to no request. */
    void listen(Attachment attachment) {
        subscriptions.hearOfLists();
        listenAs(EventId.LISTENING + Long.toString(streamNumbers.incrementAndGet()), attachment, List.of());
    }

    /** The client opens such a stream, or takes it up again. */
    void listenAs(String name, Attachment attachment, List<EventStore.Event> missed) {
        listening.open(name, attachment, missed);
        attachment.request().channel().onDisconnect(() -> {
            listening.left(attachment);
            attachment.end();
        });
    }

    EventStore store() {
        return store;
    }

    /** Whether an event of this id was ever sent, as far as the numbers tell. */
    boolean mayHaveSent(EventId event) {
        return event.number() >= 1
                && event.number() <= eventNumbers.get()
                && event.ordinal() >= 1
                && event.ordinal() <= streamNumbers.get();
    }

    /** A request begins; false if one of this id runs already. */
    boolean begin(JsonNode request, RunningRequest run) {
        return running.putIfAbsent(request, run) == null;
    }

    void end(JsonNode request, RunningRequest run) {
        running.remove(request, run);
        if (draining && running.isEmpty()) {
            listening.close();
        }
    }

    int runningRequests() {
        return running.size();
    }

    /** The client cancels a request; of no effect if it has ended. */
    void cancel(JsonNode request) {
        RunningRequest run = running.get(request);
        if (run != null) {
            run.cancel(CancelCause.CALLER);
        }
    }

    void used(long now) {
        lastUsed = now;
    }

    /** The client has sent something. */
    void heard(long now) {
        heard = now;
        lastUsed = now;
    }

    /** When the client sent something last. */
    long heardAt() {
        return heard;
    }

    Origin origin() {
        return origin;
    }

    long lastUsed() {
        return lastUsed;
    }

    boolean isInUse() {
        return !running.isEmpty() || listening.isAttached();
    }

    /** The gateway is stopping: streams end, those that answers are awaited on with the last one. */
    void drain() {
        draining = true;
        if (resumable || running.isEmpty()) {
            listening.close();
        }
    }

    /** Ends everything; true the first time. */
    boolean end(Response response) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        calls.values().forEach(box -> box.close(response));
        running.values().forEach(run -> run.cancel(CancelCause.CALLER));
        questions.close();
        listening.close();
        subscriptions.close();
        store.close();
        return true;
    }

    /** Whether its streams can be taken up again: not over HTTP+SSE, whose session ends with its stream. */
    boolean isResumable() {
        return resumable;
    }

    boolean isEnded() {
        return ended.get();
    }

    /** The error for a session that is not there, or not this caller's. */
    static McpErrorException unknown() {
        return new McpErrorException(
                NOT_FOUND,
                ErrorCode.INVALID_REQUEST,
                "There is no such session: it has ended, or belongs to another key or path. Begin anew with initialize",
                null,
                Map.of());
    }
}
