package io.mehari.pipeline;

import io.mehari.call.Quota;
import io.mehari.call.ToolCall;
import io.mehari.exchange.CallState;
import io.mehari.ratelimit.CallerLimits;
import io.mehari.text.Causes;
import io.mehari.text.LogThrottle;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the call against the limit of its caller, and refuses it if it is one too many: the bean {@code rateLimit}. Of no
 * effect while {@code mehari.rate-limit.enabled} is off, and on calls that have their answer. What is left goes back to the
 * endpoint by the call's control. Safe for concurrent use.
 */
final class RateLimitCheck extends AsyncProcessorSupport {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimitCheck.class);

    private final CallerLimits limits;
    private final LogThrottle failures = new LogThrottle();

    /**
     * The step.
     *
     * @param limits what holds now
     */
    RateLimitCheck(CallerLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ToolCall call = CallState.call(exchange);
        if (!limits.isOn() || call == null || CallState.isAnswered(exchange)) {
            callback.done(true);
            return true;
        }
        CompletableFuture<Quota> counted = limits.take(call.context());
        if (counted.isDone() && !counted.isCompletedExceptionally()) {
            settle(exchange, call, counted.join());
            callback.done(true);
            return true;
        }
        counted.whenComplete((quota, failure) -> CallState.control(exchange).resume(() -> {
            if (failure == null) {
                settle(exchange, call, quota);
            } else {
                failed(failure);
            }
            callback.done(false);
        }));
        return false;
    }

    private void settle(Exchange exchange, ToolCall call, Quota quota) {
        if (quota.isLimited()) {
            CallState.control(exchange).quota(quota);
        }
        if (!quota.granted()) {
            CallState.answer(exchange, limits.refuse(call.context(), quota));
        }
    }

    /** What counts calls must not be what stops them. */
    private void failed(Throwable failure) {
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn(
                    "A call could not be counted against the limit of its caller: {}; it goes on ({} so far)",
                    Causes.of(failure),
                    times);
        }
    }
}
