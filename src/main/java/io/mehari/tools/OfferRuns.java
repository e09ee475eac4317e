package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.ExchangeState;
import io.mehari.protocol.ErrorCode;
import io.mehari.upstream.CallSettings;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** Runs routes that are resources or prompts, each on threads of tools and within its limits. Safe for concurrent use. */
final class OfferRuns {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ToolThreads threads;
    private final Timer timer;

    OfferRuns(ToolThreads threads, Timer timer) {
        this.threads = threads;
        this.timer = timer;
    }

    /**
     * Starts a run.
     *
     * @param context in which the route runs
     * @param work the route, and for what it runs
     * @param limits of the run: {@code attempt} from its begin, {@code total} with the wait for a thread
     * @param control cancels it
     * @return ends with the answer, or exceptionally with a {@link ToolCallException}
     */
    CompletableFuture<ObjectNode> start(
            CamelContext context, OfferWork work, CallSettings limits, CallControl control) {
        CallControl own = control.within(control::resume);
        Exchange outer = new DefaultExchange(context);
        outer.setProperty(ExchangeState.CALL, work.call());
        outer.setProperty(ExchangeState.CONTROL, own);
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        CamelToolRun run =
                new CamelToolRun(outer, doneSync -> end(outer, work, answer), work, limits.attempt(), timer, threads);
        try {
            RunClock total = RunClock.start(
                    timer, limits.total(), own, System::nanoTime, () -> expire(work, limits.total(), answer, own));
            Runnable forget =
                    control.onCancel(() -> own.cancel(control.isCallerGone() ? CancelCause.CALLER : CancelCause.LIMIT));
            answer.whenComplete((result, failure) -> {
                total.stop();
                forget.run();
            });
            run.start();
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new ToolCallException(Failed.limited(
                    work.call().server(),
                    "All threads for routes, or for " + work.title() + ", are busy and the queue is full; raise"
                            + " mehari.pipeline.tool-threads or tool-queue",
                    RETRY_AFTER)));
            return answer;
        }
        run.endWhenCancelled();
        return answer;
    }

    private static void end(Exchange outer, OfferWork work, CompletableFuture<ObjectNode> answer) {
        Exception failure = outer.getException();
        if (failure == null) {
            answer.complete(outer.getMessage().getBody(ObjectNode.class));
        } else if (failure instanceof ToolCallException failed) {
            answer.completeExceptionally(failed);
        } else {
            answer.completeExceptionally(OfferFailures.error(
                    work.call().server(),
                    ErrorCode.INTERNAL_ERROR,
                    RouteAnswer.hidden(work.call(), work.title(), failure)));
        }
    }

    /** On the timer's thread. The answer first: what is cancelled then has nothing to say any more. */
    private static void expire(OfferWork work, Duration total, CompletableFuture<ObjectNode> answer, CallControl own) {
        boolean late = answer.completeExceptionally(new ToolCallException(Failed.timedOut(
                work.call().server(),
                "The route of " + work.title() + " did not answer within " + total.toMillis()
                        + " ms (timeout.total), the wait for a thread included")));
        if (late) {
            own.cancel(CancelCause.LIMIT);
        }
    }
}
