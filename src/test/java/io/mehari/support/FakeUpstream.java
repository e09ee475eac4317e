package io.mehari.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamCall.Cancellation;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An upstream without a server: remembers each call, and the test answers, fails or leaves it. With {@link
 * #answerWith} it answers by itself.
 */
public final class FakeUpstream implements Upstream {
    public final List<Call> calls = new CopyOnWriteArrayList<>();
    /** Headers of callers, of those calls that had any. */
    public final List<ClientHeaders> headers = new CopyOnWriteArrayList<>();

    /** Clients of those calls that came with one. */
    public final List<Client> clients = new CopyOnWriteArrayList<>();

    public final AtomicInteger starts = new AtomicInteger();
    private final UpstreamSettings settings;
    private volatile Runnable onStart = () -> {};
    private volatile UpstreamState state = UpstreamState.READY;
    private volatile Instant since = Instant.EPOCH;
    private volatile Optional<String> lastError = Optional.empty();
    private volatile int inFlight;
    private volatile int openQuestions;
    private volatile long reconnects;
    private volatile long attempts;
    private volatile long provoked;
    private volatile Optional<Instant> nextAttempt = Optional.empty();
    private volatile Offer offer = Offer.NONE;
    private volatile ObjectNode capabilities = Json.object();
    private volatile Optional<String> instructions = Optional.empty();
    private volatile Consumer<Call> onCall = call -> {};
    private volatile Supplier<Cancellation> onCancel = () -> Cancellation.SENT;
    private volatile boolean stopped;
    private volatile CompletableFuture<Void> restartAnswer = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Boolean> pingAnswer = CompletableFuture.completedFuture(true);
    private final AtomicInteger restarts = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();

    public FakeUpstream(UpstreamSettings settings) {
        this.settings = settings;
    }

    public FakeUpstream(String name) {
        this(Tools.settings(name));
    }

    /** What happens to each call as soon as it arrives, on the caller's thread. */
    public FakeUpstream answerWith(Consumer<Call> onCall) {
        this.onCall = onCall;
        return this;
    }

    /** What it says of each call that is cancelled before it has ended, on the thread that cancels. */
    public FakeUpstream cancelWith(Supplier<Cancellation> onCancel) {
        this.onCancel = onCancel;
        return this;
    }

    /** What happens when it is started, on the thread that starts it. */
    public FakeUpstream onStart(Runnable action) {
        onStart = action;
        return this;
    }

    public FakeUpstream state(UpstreamState state, String lastError) {
        this.state = state;
        this.lastError = Optional.ofNullable(lastError);
        return this;
    }

    /** When its state began; otherwise long ago. */
    public FakeUpstream since(Instant time) {
        since = time;
        return this;
    }

    /**
     * How it tries to connect.
     *
     * @param attempts begun since it was last ready
     * @param next when the next one is due; null for not known
     */
    public FakeUpstream trying(long attempts, Instant next) {
        this.attempts = attempts;
        this.nextAttempt = Optional.ofNullable(next);
        return this;
    }

    /** How many of its attempts to connect calls have begun. */
    public FakeUpstream provoked(long times) {
        provoked = times;
        return this;
    }

    /** How many calls it says it has in flight. */
    public FakeUpstream inFlight(int calls) {
        inFlight = calls;
        return this;
    }

    /** What it says to {@code initialize}. */
    public FakeUpstream declares(ObjectNode capabilities, String instructions) {
        this.capabilities = capabilities;
        this.instructions = Optional.ofNullable(instructions);
        return this;
    }

    /** How often it became ready again. */
    public FakeUpstream reconnected(long times) {
        reconnects = times;
        return this;
    }

    public FakeUpstream tools(ObjectNode... tools) {
        return offer(Offer.Kind.TOOLS, tools);
    }

    /** What it offers of one kind. */
    public FakeUpstream offer(Offer.Kind kind, ObjectNode... entries) {
        offer = offer.with(kind, List.of(entries));
        return this;
    }

    /** The only call so far, or the last one. */
    public Call last() {
        return calls.get(calls.size() - 1);
    }

    public boolean isStopped() {
        return stopped;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public UpstreamSettings settings() {
        return settings;
    }

    @Override
    public void start() {
        starts.incrementAndGet();
        onStart.run();
    }

    @Override
    public UpstreamState state() {
        return state;
    }

    @Override
    public UpstreamStatus status() {
        return new UpstreamStatus(
                state,
                "stdio",
                since,
                Optional.empty(),
                Optional.empty(),
                instructions,
                tools().size(),
                inFlight,
                reconnects,
                attempts,
                provoked,
                nextAttempt,
                Map.of(),
                lastError);
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ClientHeaders with, ProgressListener progress) {
        headers.add(with);
        return request(method, params, progress);
    }

    @Override
    public UpstreamCall request(
            String method, ObjectNode params, ClientHeaders with, ProgressListener progress, Client client) {
        clients.add(client);
        return request(method, params, with, progress);
    }

    @Override
    public ObjectNode capabilities() {
        return capabilities;
    }

    /** What it declares in its answer to {@code initialize}. */
    public FakeUpstream capabilities(ObjectNode declared) {
        capabilities = declared;
        return this;
    }

    @Override
    public int openQuestions() {
        return openQuestions;
    }

    /** What it says it has asked and was not answered. */
    public FakeUpstream openQuestions(int number) {
        openQuestions = number;
        return this;
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ProgressListener progress) {
        Call call = new Call(method, params, progress, onCancel);
        calls.add(call);
        onCall.accept(call);
        return call;
    }

    /** What each liveness check is answered with. */
    public FakeUpstream pingWith(CompletableFuture<Boolean> answer) {
        pingAnswer = answer;
        return this;
    }

    @Override
    public CompletableFuture<Boolean> ping() {
        return pingAnswer;
    }

    @Override
    public CompletableFuture<Void> stop() {
        stopped = true;
        return CompletableFuture.completedFuture(null);
    }

    /** How often it was told that a caller waits. */
    public int timesWanted() {
        return wanted.get();
    }

    @Override
    public void wanted() {
        wanted.incrementAndGet();
    }

    /** How often it was asked to connect again. */
    public int restarts() {
        return restarts.get();
    }

    /** What each restart is answered with. */
    public FakeUpstream restartWith(CompletableFuture<Void> answer) {
        restartAnswer = answer;
        return this;
    }

    @Override
    public CompletableFuture<Void> restart() {
        restarts.incrementAndGet();
        return restartAnswer;
    }

    /** One call as it arrived. */
    public static final class Call implements UpstreamCall {
        public final String method;
        public final ObjectNode params;
        public final String tool;
        public final JsonNode arguments;
        public final ProgressListener progress;
        private final Supplier<Cancellation> onCancel;
        private final CompletableFuture<ObjectNode> result = new CompletableFuture<>();
        private volatile String cancelled;

        Call(String method, ObjectNode params, ProgressListener progress, Supplier<Cancellation> onCancel) {
            this.method = method;
            this.params = params;
            this.tool = params.path("name").asText();
            this.arguments = params.path("arguments");
            this.progress = progress;
            this.onCancel = onCancel;
        }

        @Override
        public CompletableFuture<ObjectNode> result() {
            return result;
        }

        @Override
        public synchronized Cancellation cancel(String reason) {
            if (result.isDone() || isCancelled()) {
                return Cancellation.TOO_LATE;
            }
            cancelled = reason;
            return onCancel.get();
        }

        /** Can be taken back wherever a cancelled call would never have been sent. */
        @Override
        public synchronized boolean withdraw() {
            boolean waits = !result.isDone() && !isCancelled() && onCancel.get() == Cancellation.NEVER_SENT;
            cancelled = waits ? "withdrawn" : cancelled;
            return waits;
        }

        public boolean isCancelled() {
            return cancelled != null;
        }

        public void answer(String text) {
            result.complete(Tools.text(text));
        }

        public void fail(Failed failure) {
            result.completeExceptionally(new ToolCallException(failure));
        }
    }
}
