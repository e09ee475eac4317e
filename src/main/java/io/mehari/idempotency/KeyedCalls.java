package io.mehari.idempotency;

import io.mehari.cache.CacheKey;
import io.mehari.call.CallControl;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.TreeWeight;
import io.mehari.text.DurationText;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls with an idempotency key: at most once for each key, as long as it is remembered. A call in flight is never
 * forgotten; an answer is kept before the call counts as ended, so there is no moment at which a second one would run. No
 * thread waits. Safe for concurrent use.
 */
public final class KeyedCalls {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedCalls.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Pipeline pipeline;
    private final KeptAnswers answers;
    private final IdempotencySettings settings;
    private final Timer timer;
    private final ByteBudget budget;
    private final ElsewhereCalls elsewhere;
    private final Map<CallKey, SharedCall> running = new HashMap<>();

    /** Runs calls. */
    @FunctionalInterface
    public interface Pipeline {
        /**
         * Runs a call without blocking.
         *
         * @param call what to run
         * @param control by which it is cancelled
         * @return how it ended
         */
        CompletableFuture<ToolCallResult> send(ToolCall call, CallControl control);
    }

    /**
     * No call runs and none has run.
     *
     * @param pipeline runs calls
     * @param answers remembers those that have run
     * @param settings bounds
     * @param timer ends calls for which nobody waits any more
     * @param budget counts the arguments of calls in flight, which may outlive their request
     */
    public KeyedCalls(
            Pipeline pipeline, KeptAnswers answers, IdempotencySettings settings, Timer timer, ByteBudget budget) {
        this(pipeline, answers, settings, timer, budget, null);
    }

    /**
     * No call runs and none has run.
     *
     * @param pipeline runs calls
     * @param answers remembers those that have run
     * @param settings bounds
     * @param timer ends calls for which nobody waits any more
     * @param budget counts the arguments of calls in flight, which may outlive their request
     * @param claims agrees with other gateways who runs a call; null where there are none
     */
    public KeyedCalls(
            Pipeline pipeline,
            KeptAnswers answers,
            IdempotencySettings settings,
            Timer timer,
            ByteBudget budget,
            KeyClaims claims) {
        this.pipeline = pipeline;
        this.answers = answers;
        this.settings = settings;
        this.timer = timer;
        this.budget = budget;
        this.elsewhere = claims == null ? null : new ElsewhereCalls(claims, timer);
    }

    /**
     * Runs a call, joins the one that runs under its key, or finds the answer of the one that has run.
     *
     * @param key of the call
     * @param call what is called
     * @param waiter control of the request: on its thread the answer comes, and when it is cancelled it waits no more
     * @return the answer; never ends exceptionally
     */
    public CompletableFuture<KeyedAnswer> send(CallKey key, ToolCall call, CallControl waiter) {
        String fingerprint = CacheKey.of(
                call.server(),
                "",
                call.tool(),
                call.arguments(),
                Optional.empty(),
                call.context().headers().values());
        SharedCall found;
        SharedCall mine = null;
        synchronized (this) {
            found = running.get(key);
            if (found == null) {
                Optional<KeptAnswer> kept = answers.find(key);
                if (kept.isPresent()) {
                    return CompletableFuture.completedFuture(again(call, fingerprint, kept.get()));
                }
                if (running.size() >= settings.maxEntries()) {
                    return CompletableFuture.completedFuture(notRun(call, full(), false));
                }
                mine = new SharedCall(call, fingerprint, waiter, settings.grace(), timer);
                running.put(key, mine);
            }
        }
        if (mine == null) {
            return found.fits(fingerprint)
                    ? found.join(waiter, true)
                    : CompletableFuture.completedFuture(notRun(call, conflict(found.requestId()), true));
        }
        CompletableFuture<KeyedAnswer> answer = mine.join(waiter, false);
        if (elsewhere == null) {
            run(key, mine, call, null);
        } else {
            claim(key, mine, call);
        }
        return answer;
    }

    /**
     * The calls in flight.
     *
     * @return at most {@code max-entries}
     */
    public synchronized int running() {
        return running.size();
    }

    /** Runs the call if no other gateway runs it or has. */
    private void claim(CallKey key, SharedCall mine, ToolCall call) {
        elsewhere.claim(key, mine).thenAccept(claim -> {
            if (claim instanceof Claim.Mine own) {
                run(key, mine, call, own);
                return;
            }
            synchronized (this) {
                running.remove(key);
            }
            KeyedAnswer answer = elsewhereAnswer(call, mine.fingerprint(), claim);
            if (answer.replayed()) {
                mine.endElsewhere(answer.result(), answer.requestId());
            } else {
                mine.end(answer.result(), answer.kept());
            }
        });
    }

    private KeyedAnswer elsewhereAnswer(ToolCall call, String fingerprint, Claim claim) {
        if (claim instanceof Claim.Ran ran) {
            return again(call, fingerprint, ran.answer());
        }
        if (claim instanceof Claim.Running other) {
            return other.fingerprint().equals(fingerprint)
                    ? notRun(call, ElsewhereCalls.stillRunning(other.requestId()), false)
                    : notRun(call, conflict(other.requestId()), true);
        }
        if (claim instanceof Claim.Lost lost) {
            if (!lost.fingerprint().isEmpty() && !lost.fingerprint().equals(fingerprint)) {
                return notRun(call, conflict(lost.requestId()), true);
            }
            String ranFor = lost.requestId().isEmpty() ? call.context().requestId() : lost.requestId();
            return new KeyedAnswer(ElsewhereCalls.lost(call.server(), lost.requestId()), ranFor, true, true, null);
        }
        return notRun(call, ElsewhereCalls.unavailable((Claim.Unavailable) claim), false);
    }

    /** {@code claim} is null where no other gateway is asked. */
    private void run(CallKey key, SharedCall mine, ToolCall call, Claim.Mine claim) {
        ByteBudget.Share arguments = budget.share();
        try {
            if (!arguments.hold(TreeWeight.of(call.arguments(), budget.limit()))) {
                end(key, mine, overloaded(), claim);
                return;
            }
            pipeline.send(call, mine.control()).whenComplete((result, failure) -> {
                arguments.close();
                end(key, mine, failure == null && result != null ? result : defect(call, failure), claim);
            });
        } catch (RuntimeException e) {
            arguments.close();
            end(key, mine, defect(call, e), claim);
        }
    }

    private static ToolCallResult defect(ToolCall call, Throwable cause) {
        LOG.error("Request {}: its call has left no result", call.context().requestId(), cause);
        return Failed.internal("No result");
    }

    private void end(CallKey key, SharedCall mine, ToolCallResult result, Claim.Mine claim) {
        ToolCallResult told = result.outcome() == Outcome.CANCELLED ? abandoned((Failed) result) : result;
        if (claim == null) {
            endHere(key, mine, told);
            return;
        }
        KeptAnswer answer = new KeptAnswer(mine.fingerprint(), mine.requestId(), Optional.of(told));
        boolean small = AnswerWeight.of(told, settings.maxAnswer().toBytes())
                <= settings.maxAnswer().toBytes();
        elsewhere
                .ended(key, claim, mayHaveRun(told), small ? answer : answer.withoutResult(), settings.ttl())
                .thenRun(() -> endHere(key, mine, told));
    }

    private void endHere(CallKey key, SharedCall mine, ToolCallResult told) {
        boolean kept = false;
        synchronized (this) {
            try {
                kept = mayHaveRun(told)
                        && answers.keep(key, new KeptAnswer(mine.fingerprint(), mine.requestId(), Optional.of(told)));
            } catch (RuntimeException e) {
                LOG.error("Request {}: its answer could not be kept", mine.requestId(), e);
            } finally {
                running.remove(key);
            }
        }
        mine.end(told, kept);
    }

    private static boolean mayHaveRun(ToolCallResult result) {
        return switch (result.outcome()) {
            case SUCCESS,
                    TOOL_ERROR,
                    INPUT_REQUIRED,
                    TIMED_OUT,
                    UPSTREAM_ERROR,
                    BAD_UPSTREAM,
                    OUTCOME_UNKNOWN,
                    CANCELLED,
                    INTERNAL -> true;
            case INVALID_ARGUMENTS,
                    NOT_FOUND,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    RATE_LIMITED,
                    BUDGET_EXCEEDED,
                    IDEMPOTENCY_CONFLICT,
                    ALREADY_RUN,
                    UNAVAILABLE -> false;
        };
    }

    private KeyedAnswer again(ToolCall call, String fingerprint, KeptAnswer kept) {
        if (!kept.fingerprint().equals(fingerprint)) {
            return notRun(call, conflict(kept.requestId()), true);
        }
        return kept.result()
                .map(result -> new KeyedAnswer(result, kept.requestId(), true, true, null))
                .orElseGet(() -> notRun(call, alreadyRun(kept.requestId()), true));
    }

    private static KeyedAnswer notRun(ToolCall call, ToolCallResult result, boolean lasting) {
        return new KeyedAnswer(result, call.context().requestId(), false, lasting, null);
    }

    private static Rejected conflict(String requestId) {
        return new Rejected(
                Outcome.IDEMPOTENCY_CONFLICT,
                "This Idempotency-Key belongs to another call (request " + requestId
                        + "), of another server or tool or with other arguments; nothing was run. Use a new key for each"
                        + " call, and repeat a call unchanged",
                Optional.empty());
    }

    private Rejected alreadyRun(String requestId) {
        return new Rejected(
                Outcome.ALREADY_RUN,
                "The call with this Idempotency-Key has run (request " + requestId
                        + "), and is not run again; its answer is not kept, since it is larger than"
                        + " mehari.rest.idempotency.max-answer or others needed the room. Look at what it has done"
                        + " before calling under another key",
                Optional.empty());
    }

    private Failed abandoned(Failed cancelled) {
        return Failed.outcomeUnknown(
                cancelled.upstream(),
                "The call was cancelled, since nobody had waited for it for "
                        + DurationText.of(settings.grace())
                        + " (mehari.rest.idempotency.grace). The tool may have run; look before calling under another"
                        + " key");
    }

    private Failed full() {
        return Failed.limited(
                "",
                "The call was not sent: " + settings.maxEntries()
                        + " calls with an Idempotency-Key are in flight, as many as mehari.rest.idempotency.max-entries"
                        + " allows; try again shortly, under the same key",
                SOON);
    }

    private Failed overloaded() {
        return Failed.limited(
                "",
                "The call was not sent: calls in flight hold as many bytes as mehari.memory.max-held allows ("
                        + budget.limit() + "); try again shortly, under the same key",
                SOON);
    }
}
