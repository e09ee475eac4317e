package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.UpstreamCall;
import io.netty.util.Timeout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of a caller, such as {@code tools/call}, from its acceptance to its end.
 *
 * <p>Its stage decides how a loss is answered: before {@link Stage#HANDED} nothing of it has left and it may safely
 * be sent again; from then on the tool may have run.
 */
public final class PendingCall implements UpstreamCall, PendingRequest {
    private static final Logger LOG = LoggerFactory.getLogger(PendingCall.class);

    private final String server;
    private final long id;
    private final String method;
    private final ObjectNode params;
    private final ClientHeaders headers;
    private final ProgressListener progress;
    private final Client client;
    private final Consumer<PendingCall> onEnd;
    private final CompletableFuture<ObjectNode> result = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private volatile Connection connection;
    private volatile Timeout waitLimit;
    private volatile boolean sentAgain;
    private volatile long size;

    /** Questions of the server on account of this call that are not answered yet; null while there never was one. */
    private Set<Question> questions;

    /** How far the call has come. */
    enum Stage {
        /** For a connection. */
        WAITING,
        /** In the queue of a connection. */
        QUEUED,
        /** Given to the server, or about to be. */
        HANDED,
        /** Answered, failed or cancelled. */
        ENDED
    }

    /**
     * A call that has gone nowhere yet.
     *
     * @param params of the request, which may be read as long as the call has not ended: no one may change them
     * @param headers of the caller, for whoever sends headers
     * @param client whom the server may ask and notify on account of it
     * @param onEnd run once when the call ends, on whichever thread ends it
     */
    PendingCall(
            String server,
            long id,
            String method,
            ObjectNode params,
            ClientHeaders headers,
            ProgressListener progress,
            Client client,
            Consumer<PendingCall> onEnd) {
        this.server = server;
        this.id = id;
        this.method = method;
        this.params = params;
        this.headers = headers;
        this.progress = progress;
        this.client = client;
        this.onEnd = onEnd;
    }

    /** The id of its request, unique among all connections of the upstream. */
    public long id() {
        return id;
    }

    /** The method of its request. */
    public String method() {
        return method;
    }

    /** The params of its request, to be read only. */
    public ObjectNode params() {
        return params;
    }

    /** Headers of the caller that go with its request. */
    public ClientHeaders headers() {
        return headers;
    }

    /** Whom the server may ask and notify on account of it. */
    public Client client() {
        return client;
    }

    /** The server asks the client something; false if the call has ended. The question ends with the call. */
    boolean asks(Question question) {
        synchronized (this) {
            if (questions == null) {
                questions = new HashSet<>();
            }
            questions.add(question);
        }
        return !isEnded();
    }

    /** A question was answered, or has ended otherwise. */
    synchronized void asksNoMore(Question question) {
        questions.remove(question);
    }

    private synchronized List<Question> questions() {
        return questions == null ? List.of() : List.copyOf(questions);
    }

    /**
     * What it counts for while it waits for a connection; measured once, and only if it waits.
     *
     * @param limit bytes at which measuring ends; the same each time
     * @return bytes its params take when encoded, about; any number over the limit if they take more
     */
    long size(long limit) {
        long known = size;
        if (known == 0) {
            known = JsonSize.of(params, limit);
            size = known;
        }
        return known;
    }

    @Override
    public CompletableFuture<ObjectNode> result() {
        return result;
    }

    /** The limit of the wait for a connection, which ends with the wait. */
    void waitLimit(Timeout timeout) {
        waitLimit = timeout;
        if (stage.get() == Stage.ENDED) {
            timeout.cancel();
        }
    }

    /** Whether the call has ever waited for a connection. */
    boolean hasWaited() {
        return waitLimit != null;
    }

    /** Whether a timer still bounds the wait for a connection. */
    boolean hasWaitLimit() {
        Timeout limit = waitLimit;
        return limit != null && !limit.isExpired();
    }

    /** Whether it was answered, has failed or was cancelled. */
    public boolean isEnded() {
        return stage.get() == Stage.ENDED;
    }

    /** Enters the queue of a connection; false if the call ended meanwhile. */
    public boolean enqueue(Connection target) {
        connection = target;
        return stage.compareAndSet(Stage.WAITING, Stage.QUEUED);
    }

    /** Leaves the queue of a connection that did not take it. */
    public void backToWaiting() {
        stage.compareAndSet(Stage.QUEUED, Stage.WAITING);
    }

    /**
     * Leaves for the server: called by a connection right before the first byte of the request may.
     *
     * @return false if the call has ended: it is then not sent
     */
    public boolean claim() {
        return stage.compareAndSet(Stage.QUEUED, Stage.HANDED);
    }

    /**
     * Makes a call that surely did not run one that waits for a connection again. Once only: false, and the call
     * unchanged, if that was done before or the call has ended.
     */
    public boolean takeBack() {
        if (sentAgain) {
            return false;
        }
        sentAgain = true;
        return stage.compareAndSet(Stage.HANDED, Stage.WAITING) || stage.compareAndSet(Stage.QUEUED, Stage.WAITING);
    }

    @Override
    public void answered(JsonRpcMessage answer) {
        switch (answer.kind()) {
            case RESPONSE -> complete(answer);
            case ERROR_RESPONSE -> end(CallFailures.error(server, (ObjectNode) answer.error()));
            default -> end(CallFailures.neither(server));
        }
    }

    private void complete(JsonRpcMessage answer) {
        if (!(answer.result() instanceof ObjectNode object)) {
            end(CallFailures.notAnObject(server));
        } else if (leave() != Stage.ENDED) {
            result.complete(object);
        }
    }

    @Override
    public void unreadable(String reason) {
        end(CallFailures.unreadable(server, reason));
    }

    @Override
    public void failed(RequestFailure failure) {
        end(failure.failed(server, method));
    }

    @Override
    public void progressed(ObjectNode params) {
        if (isEnded()) {
            return;
        }
        try {
            progress.progressed(params);
        } catch (RuntimeException e) { // of the listener, on our reader thread
            LOG.warn("Upstream {}: the receiver of a progress notification failed", server, e);
        }
    }

    @Override
    public void closing(ConnectionLoss loss) {
        if (stage.compareAndSet(Stage.QUEUED, Stage.ENDED)) {
            ended();
            fail(CallFailures.neverSent(server, loss));
        }
    }

    @Override
    public void lost(ConnectionLoss loss) {
        Stage left = leave();
        if (left == Stage.HANDED) {
            fail(CallFailures.outcomeUnknown(server, method, loss));
        } else if (left != Stage.ENDED) {
            fail(CallFailures.neverSent(server, loss));
        }
    }

    /** Fails the call if it is still waiting for a connection. */
    void expire(Failed failure) {
        if (stage.compareAndSet(Stage.WAITING, Stage.ENDED)) {
            ended();
            fail(failure);
        }
    }

    /** Fails the call unless it has ended. */
    public void end(Failed failure) {
        if (leave() != Stage.ENDED) {
            fail(failure);
        }
    }

    /**
     * Fails the call unless it has ended, and notifies the server that it is cancelled.
     *
     * @param reason one sentence for the server's log
     */
    void giveUp(Failed failure, String reason) {
        if (takeAway(reason) != Stage.ENDED) {
            fail(failure);
        }
    }

    private Stage takeAway(String reason) {
        Stage left = leave();
        Connection current = connection;
        if (current != null && left != Stage.ENDED) {
            current.forget(id);
            if (left == Stage.HANDED) {
                current.cancelled(id, reason);
            }
        }
        return left;
    }

    @Override
    public Cancellation cancel(String reason) {
        Stage left = takeAway(reason);
        return switch (left) {
            case WAITING, QUEUED -> Cancellation.NEVER_SENT;
            case HANDED -> Cancellation.SENT;
            case ENDED -> Cancellation.TOO_LATE;
        };
    }

    @Override
    public boolean withdraw() {
        boolean waited = stage.compareAndSet(Stage.WAITING, Stage.ENDED);
        if (waited) {
            ended();
        }
        return waited;
    }

    private Stage leave() {
        Stage left = stage.getAndSet(Stage.ENDED);
        if (left != Stage.ENDED) {
            ended();
        }
        return left;
    }

    private void ended() {
        Timeout limit = waitLimit;
        if (limit != null) {
            limit.cancel();
        }
        onEnd.accept(this);
        questions().forEach(Question::callEnded);
    }

    private void fail(Failed failure) {
        result.completeExceptionally(new ToolCallException(failure));
    }
}
