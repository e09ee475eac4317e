package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheKey;
import io.mehari.cache.Lookup;
import io.mehari.cache.ResultCache;
import io.mehari.call.ToolArguments;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.protocol.Json;
import io.mehari.text.Causes;
import io.mehari.text.DurationText;
import io.mehari.text.LogThrottle;
import io.mehari.upstream.CachePolicy;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the cache where it is switched on for the tool: stage {@code tool-call-cache-lookup}. What the cache
 * knows immediately ends the stage on the same thread; otherwise the call goes on when the tier answers, or as a miss
 * when it has failed or has not answered within {@link #MAX_WAIT}. Safe for concurrent use.
 */
final class CacheLookup extends AsyncProcessorSupport {
    /** Longest wait for a tier outside this process. */
    static final Duration MAX_WAIT = Duration.ofMillis(100);

    /** Keys of {@code _meta} that say which trace a call belongs to (W3C Trace Context). */
    private static final List<String> TRACE = List.of("traceparent", "tracestate", "baggage");

    private static final Logger LOG = LoggerFactory.getLogger(CacheLookup.class);

    private final ResultCache cache;
    private final Timer timer;
    private final Renewals renewals;
    private final LogThrottle failures = new LogThrottle();

    /**
     * @param cache where results are kept
     * @param timer ends waits
     * @param renewals takes what does not hold any more
     */
    CacheLookup(ResultCache cache, Timer timer, Renewals renewals) {
        this.cache = cache;
        this.timer = timer;
        this.renewals = renewals;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Tool tool = CallState.tool(exchange);
        if (tool == null || tool.calls().cache().isEmpty() || CallState.isAnswered(exchange)) {
            callback.done(true);
            return true;
        }
        Lookup lookup = lookUp(tool, exchange);
        if (lookup instanceof Lookup.Later later) {
            return await(later.result(), exchange, callback);
        }
        if (lookup instanceof Lookup.Hit hit) {
            answer(exchange, hit.result());
        } else if (lookup instanceof Lookup.Stale stale) {
            renewals.answer(exchange, stale.result(), stale.age());
        }
        callback.done(true);
        return true;
    }

    private Lookup lookUp(Tool tool, Exchange exchange) {
        Optional<ObjectNode> arguments = ToolArguments.of(exchange.getMessage().getBody());
        if (arguments.isEmpty()) {
            return Lookup.MISS;
        }
        ToolCall call = CallState.call(exchange);
        CachePolicy policy = tool.calls().cache().orElseThrow();
        String key = CacheKey.scoped(
                CacheKey.of(
                        tool.server(),
                        tool.fingerprint(),
                        tool.name(),
                        arguments.get(),
                        callerOf(policy, call),
                        sentWith(policy, call)),
                tool.server(),
                tool.name());
        CallState.cacheKey(exchange, key);
        try {
            return cache.find(key);
        } catch (RuntimeException e) {
            failed(Causes.of(e));
            return Lookup.MISS;
        }
    }

    /**
     * By all that goes with a call the answer may differ, but not by the trace that it belongs to; unless the policy says by what it
     * does.
     */
    private static Map<String, String> sentWith(CachePolicy policy, ToolCall call) {
        Map<String, String> headers = call.context().headers().values();
        if (!headers.isEmpty() && policy.context().isPresent()) {
            headers = new TreeMap<>(headers);
            headers.keySet().removeIf(name -> !policy.keyHasHeader(name));
        }
        if (call.meta() == null) {
            return headers;
        }
        ObjectNode meta = call.meta().deepCopy().remove(TRACE);
        meta.properties().removeIf(member -> !policy.keyHasMeta(member.getKey()));
        if (meta.isEmpty()) {
            return headers;
        }
        Map<String, String> all = new TreeMap<>(headers);
        all.put("_meta", Json.text(meta));
        return all;
    }

    /** Ends once, by the tier or by the alarm; the exchange is the call's again after that. */
    private boolean await(CompletionStage<Optional<ObjectNode>> result, Exchange exchange, AsyncCallback callback) {
        AtomicBoolean ended = new AtomicBoolean();
        Timeout alarm;
        try {
            alarm = timer.newTimeout(
                    timeout -> {
                        if (ended.compareAndSet(false, true)) {
                            failed("no answer within " + DurationText.of(MAX_WAIT));
                            CallState.control(exchange).resume(() -> callback.done(false));
                        }
                    },
                    MAX_WAIT.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            failed(Causes.of(e)); // without a timer that takes the alarm the wait would have no bound
            callback.done(true);
            return true;
        }
        result.whenComplete((found, failure) -> {
            if (ended.compareAndSet(false, true)) {
                alarm.cancel();
                if (failure != null) {
                    failed(Causes.of(failure));
                } else if (found != null && found.isPresent()) {
                    answer(exchange, found.get());
                }
                CallState.control(exchange).resume(() -> callback.done(false));
            }
        });
        return false;
    }

    private static void answer(Exchange exchange, ObjectNode result) {
        CallState.answer(exchange, result, new Success(result, true));
    }

    private void failed(String why) {
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn("The cache did not answer a lookup: {}; the call goes on without it ({} so far)", why, times);
        }
    }

    private static Optional<String> callerOf(CachePolicy policy, ToolCall call) {
        return policy.shared()
                ? Optional.empty()
                : Optional.of(call.context().caller().name());
    }
}
