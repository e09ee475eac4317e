package io.mehari.configuration.serversfile;

import io.mehari.call.ArgumentMode;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.CallSettings.Breaker;
import io.mehari.upstream.CallSettings.Resend;
import io.mehari.upstream.CallSettings.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the limits of calls from a server's or a tool's entry; what is not said is inherited. */
final class CallSettingsReader {
    private static final int MOST_RETRIES = 20;
    private static final int MOST_CALLS = 100_000;

    private final CachePolicyReader cache;

    /**
     * @param defaultTtl how long results are kept where the cache is switched on without a ttl
     */
    CallSettingsReader(Duration defaultTtl) {
        this.cache = new CachePolicyReader(defaultTtl);
    }

    CallSettings read(JsonObjectReader fields, CallSettings inherited) {
        Optional<JsonObjectReader> timeout = fields.object("timeout");
        Duration attempt =
                timeout.map(t -> t.duration("attempt", inherited.attempt())).orElse(inherited.attempt());
        Duration total =
                timeout.map(t -> t.duration("total", inherited.total())).orElse(inherited.total());
        timeout.ifPresent(limits -> {
            limits.duration("connect"); // read by the server's own entry
            limits.refuseOthers();
        });
        return new CallSettings(
                attempt,
                total,
                fields.object("retry").map(r -> retry(r, inherited.retry())).orElse(inherited.retry()),
                fields.object("breaker")
                        .map(b -> breaker(b, inherited.breaker()))
                        .orElse(inherited.breaker()),
                fields.whole("bulkhead", 1, MOST_CALLS, inherited.bulkhead()),
                fields.duration("bulkhead-wait", inherited.bulkheadWait()),
                cache.read(fields, inherited.cache()),
                fields.flag("idempotent", inherited.idempotent()),
                arguments(fields, inherited.arguments()));
    }

    private static Optional<ArgumentMode> arguments(JsonObjectReader fields, Optional<ArgumentMode> inherited) {
        if (fields.tree("arguments").isArray()) {
            fields.refuse("arguments", "expected \"coerce\" or \"strict\"; what a program is started with is \"args\"");
            return inherited;
        }
        String word = fields.text("arguments", "");
        for (ArgumentMode mode : List.of(ArgumentMode.COERCE, ArgumentMode.STRICT)) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        if (fields.tree("arguments").isTextual()) {
            fields.problem("arguments", "expected \"coerce\" or \"strict\"");
        }
        return inherited;
    }

    private static Retry retry(JsonObjectReader fields, Retry inherited) {
        Retry retry = new Retry(
                fields.whole("max", 0, MOST_RETRIES, inherited.max()),
                fields.duration("base", inherited.base()),
                fields.number("factor", 1, 10, inherited.factor()),
                fields.duration("max-delay", inherited.maxDelay()),
                fields.number("jitter", 0, 1, inherited.jitter()),
                resend(fields, inherited.resend()));
        fields.flag("trust-annotations", false); // read by the server's own entry
        fields.refuseOthers();
        return retry;
    }

    private static Resend resend(JsonObjectReader fields, Resend inherited) {
        String word =
                fields.text("resend", inherited.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (!Set.of("never-sent", "always").contains(word)) {
            fields.problem("resend", "expected \"never-sent\" or \"always\"");
            return inherited;
        }
        return "always".equals(word) ? Resend.ALWAYS : Resend.NEVER_SENT;
    }

    private static Breaker breaker(JsonObjectReader fields, Breaker inherited) {
        Breaker breaker = new Breaker(
                (float) fields.number("failure-rate", 1, 100, inherited.failureRate()),
                fields.whole("window", 1, 10_000, inherited.window()),
                fields.duration("wait", inherited.waitOpen()));
        fields.refuseOthers();
        return breaker;
    }
}
