package io.mehari.upstream.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ReplicaTry;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.lifecycle.CallFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * One request on its way: a replica that did not run it is followed by the next one, each at most once; where it may have
 * run it ends. What is asked of a connection is asked under the lock of the call, so that one that was taken back is
 * surely not sent elsewhere afterwards. Safe for concurrent use.
 */
final class ReplicatedCall implements UpstreamCall {
    /** Most refusals that are told of one call. */
    private static final int MOST_TRIES = 64;

    private final String server;
    private final ReplicatedRequest request;
    private final String tool;
    private final ReplicaChoice choice;
    private final Set<ReplicatedCall> waiting;
    private final ReplicaWait wait;
    private final LongSupplier nanoTime;
    private final CompletableFuture<ObjectNode> result = new CompletableFuture<>();
    private final List<Failed> refusals = new ArrayList<>();
    private List<ReplicaTry> refused = List.of();
    private long tried;
    private long began;
    private Replica replica;
    private UpstreamCall current;
    private boolean cancelling;
    private boolean ended;

    /**
     * @param waiting has those calls that wait for a replica to connect
     * @param wait how long this one does
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    ReplicatedCall(
            String server,
            ReplicatedRequest request,
            ReplicaChoice choice,
            Set<ReplicatedCall> waiting,
            ReplicaWait wait,
            LongSupplier nanoTime) {
        this.server = server;
        this.request = request;
        this.tool = request.tool();
        this.choice = choice;
        this.waiting = waiting;
        this.wait = wait;
        this.nanoTime = nanoTime;
    }

    /** Sends it to a replica that has not refused it yet, or fails it. */
    void next() {
        Replica chosen;
        UpstreamCall sent;
        synchronized (this) {
            if (ended) {
                return;
            }
            chosen = cancelling
                    ? null
                    : choice.choose(tool, tried, wait.isOver()).orElse(null);
            ended = chosen == null;
            sent = ended ? null : send(chosen);
        }
        if (sent == null) {
            result.completeExceptionally(new ToolCallException(refused()));
            return;
        }
        if (!chosen.isReady()) {
            await(chosen);
        }
        sent.result().whenComplete((answer, failure) -> ended(chosen, sent, answer, failure));
    }

    /** All of them connect meanwhile. One may have done so since this one was chosen, or the call may have ended. */
    private void await(Replica chosen) {
        if (wait.begin(this::waitedLongEnough)) {
            result.whenComplete((answer, failure) -> wait.end());
            choice.wakeOthers(tool, chosen);
        }
        waiting.add(this);
        move();
        synchronized (this) {
            if (ended) {
                waiting.remove(this);
            }
        }
    }

    /** On the timer's thread. A call that was sent meanwhile has left the wait. */
    private void waitedLongEnough() {
        Replica at;
        synchronized (this) {
            if (ended || current == null || replica.isReady() || !current.withdraw()) {
                return;
            }
            current = null;
            ended = true;
            at = replica;
            refusals.add(CallFailures.joinTooLong(at.upstream().name(), ReplicaWait.LONGEST));
        }
        waiting.remove(this);
        at.load().ended();
        at.breaker().take(Verdict.NONE);
        result.completeExceptionally(new ToolCallException(refused()));
    }

    private UpstreamCall send(Replica chosen) {
        replica = chosen;
        tried |= chosen.bit();
        began = nanoTime.getAsLong();
        try {
            current = request.sendTo(chosen.upstream());
        } catch (RuntimeException e) {
            ended = true;
            chosen.load().ended();
            chosen.breaker().take(Verdict.NONE);
            throw e;
        }
        return current;
    }

    private synchronized Failed refused() {
        return refusals.isEmpty()
                ? Failed.down(
                        server, "Upstream " + server + " did not take the call, which was cancelled", Duration.ZERO)
                : ReplicaFailures.none(server, refusals);
    }

    private void ended(Replica at, UpstreamCall sent, ObjectNode answer, Throwable failure) {
        Optional<Failed> failed = failure == null ? Optional.empty() : ReplicaFailures.of(failure);
        boolean again = failed.filter(ReplicaFailures::neverRan).isPresent();
        long took;
        synchronized (this) {
            if (ended || current != sent) {
                return;
            }
            current = null;
            ended = !again;
            took = nanoTime.getAsLong() - began;
            failed.filter(ReplicaFailures::neverRan).ifPresent(refusal -> keep(at, refusal, took));
        }
        waiting.remove(this);
        at.load().ended();
        if (failure == null) {
            at.load().answered(took);
            at.breaker().take(Verdict.GOOD);
            result.complete(answer);
        } else if (again) {
            refused(at, failed.get());
            next();
        } else {
            at.breaker().take(failed.map(ReplicaFailures::verdict).orElse(Verdict.NONE));
            result.completeExceptionally(failed.<Throwable>map(known -> new ToolCallException(ofServer(at, known)))
                    .orElse(failure));
        }
    }

    private void keep(Replica at, Failed refusal, long took) {
        refusals.add(refusal);
        if (refused.size() < MOST_TRIES) {
            refused = refused.isEmpty() ? new ArrayList<>() : refused;
            refused.add(new ReplicaTry(at.upstream().name(), began, began + took, Optional.of(refusal)));
        }
    }

    @Override
    public synchronized List<ReplicaTry> tries() {
        List<ReplicaTry> all = new ArrayList<>(refused);
        if (replica != null && !isRefusedLast()) {
            all.add(new ReplicaTry(replica.upstream().name(), began, nanoTime.getAsLong(), Optional.empty()));
        }
        return all;
    }

    private boolean isRefusedLast() {
        if (refused.isEmpty()) {
            return false;
        }
        ReplicaTry last = refused.get(refused.size() - 1);
        return last.beganNanos() == began
                && last.replica().equals(replica.upstream().name());
    }

    private static void refused(Replica at, Failed refusal) {
        if (ReplicaFailures.asksToWait(refusal)) {
            at.breaker().asksToWait(refusal.retryAfter().orElse(Duration.ZERO));
        } else {
            at.breaker().take(Verdict.NONE);
        }
    }

    /** While others are well, what one replica did is not held against the server. */
    private Failed ofServer(Replica at, Failed failure) {
        Failed known = ReplicaFailures.ofServer(server, failure);
        if (ReplicaFailures.verdict(failure) != Verdict.BAD) {
            return known;
        }
        at.load().failed();
        return choice.isOtherWell(tool, at) ? known.ofOneReplica() : known;
    }

    /** A replica is there: a call that waits for another one goes to it. */
    void move() {
        synchronized (this) {
            if (ended || current == null || replica.isReady() || !choice.isAnyConnected(tool) || !current.withdraw()) {
                return;
            }
            current = null;
            tried = 0;
            replica.load().ended();
            replica.breaker().take(Verdict.NONE);
        }
        waiting.remove(this);
        next();
    }

    @Override
    public CompletableFuture<ObjectNode> result() {
        return result;
    }

    @Override
    public synchronized Cancellation cancel(String reason) {
        if (ended) {
            return Cancellation.TOO_LATE;
        }
        cancelling = true;
        Cancellation cancellation = current == null ? Cancellation.NEVER_SENT : current.cancel(reason);
        if (cancellation != Cancellation.TOO_LATE) {
            ended = true;
            wait.end();
            waiting.remove(this);
            if (current != null) {
                replica.load().ended();
                replica.breaker().take(Verdict.NONE);
            }
        }
        return cancellation;
    }

    @Override
    public Failed limited(Failed failure) {
        Replica at;
        synchronized (this) {
            at = replica;
        }
        if (ReplicaFailures.verdict(failure) != Verdict.BAD) {
            return failure;
        }
        Failed named = new Failed(
                failure.outcome(),
                failure.message() + ". The call was at replica " + at.upstream().name(),
                failure.upstream(),
                failure.retryAfter(),
                failure.upstreamError(),
                failure.standing());
        at.breaker().take(Verdict.BAD);
        return ofServer(at, named);
    }
}
