package io.mehari.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.Lifetime;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.protocol.TreeWeight;
import io.mehari.upstream.CachePolicy;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * What a step of stage {@code tool-call-cache-store} has to keep: the success that a tool has just given, where the lookup left a key.
 *
 * @param key under which
 * @param result read-only
 * @param lifetime how long; {@link Lifetime#NONE} where the tool's policy or the result itself says that it is not to be kept
 * @param replaces whether an older result may stand under the key, which does not hold any more
 */
record KeptResult(String key, ObjectNode result, Lifetime lifetime, boolean replaces) {
    private static final String TTL = "ttlMs";
    private static final String SCOPE = "cacheScope";
    private static final String PRIVATE = "private";

    /** Null where there is nothing to keep. */
    static KeptResult of(Exchange exchange) {
        String key = CallState.cacheKey(exchange);
        if (key == null
                || !(CallState.result(exchange) instanceof Success success)
                || success.cacheHit()
                || !(exchange.getMessage().getBody() instanceof ObjectNode result)) {
            return null;
        }
        Tool tool = CallState.tool(exchange);
        return tool.calls()
                .cache()
                .map(policy -> new KeptResult(key, result, lifetime(policy, result), policy.staleWhileRevalidate()))
                .orElse(null);
    }

    /** How long a new result of a call may be kept at most; not at all where its tool has no cache. */
    static Lifetime most(Exchange exchange) {
        Tool tool = CallState.tool(exchange);
        return tool == null
                ? Lifetime.NONE
                : tool.calls().cache().map(KeptResult::most).orElse(Lifetime.NONE);
    }

    private static Lifetime most(CachePolicy policy) {
        return Lifetime.of(policy.ttl(), policy.stale());
    }

    /** Whether it is not to be kept. */
    boolean isDropped() {
        return lifetime == Lifetime.NONE;
    }

    static Lifetime lifetime(CachePolicy policy, ObjectNode result) {
        if (policy.maxBytes() < Long.MAX_VALUE && TreeWeight.of(result, policy.maxBytes()) > policy.maxBytes()) {
            return Lifetime.NONE;
        }
        return policy.hints() ? hinted(policy, result) : most(policy);
    }

    /** What its server says of a result shortens the time, and never makes it longer; what is private is not shared. */
    private static Lifetime hinted(CachePolicy policy, ObjectNode result) {
        if (policy.shared() && PRIVATE.equals(result.path(SCOPE).textValue())) {
            return Lifetime.NONE;
        }
        JsonNode said = result.path(TTL);
        if (!said.canConvertToLong() || !said.isIntegralNumber()) {
            return most(policy);
        }
        if (said.longValue() <= 0) {
            return Lifetime.NONE;
        }
        boolean shorter = said.longValue() < policy.ttl().toMillis();
        return shorter ? Lifetime.of(Duration.ofMillis(said.longValue()), policy.stale()) : most(policy);
    }
}
