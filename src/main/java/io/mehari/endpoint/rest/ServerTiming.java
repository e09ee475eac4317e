package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Success;
import java.util.Map;

/**
 * Where the time of a call went, as the header {@code Server-Timing} (W3C Server Timing): {@code total}, {@code queue} (waits
 * for a place or a thread), {@code upstream} (all attempts together), in milliseconds; and {@code cache;desc=hit}. What did
 * not occur is left out. Stateless.
 */
final class ServerTiming {
    /** Name of the header. */
    static final String HEADER = "server-timing";

    /** Name of the header that tells how old a stale answer is. */
    static final String AGE = "age";

    private static final int LENGTH = 64;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private ServerTiming() {}

    /**
     * The header of an answer; and {@code Age} (RFC 9111, section 5.1), in seconds, where the cache gave it although its time was over.
     *
     * @param context of the request: when it came
     * @param result how its call ended
     * @param control of the call; null if none ran
     * @return one header, or two
     */
    static Map<String, String> headers(CallContext context, ToolCallResult result, CallControl control) {
        StringBuilder value = new StringBuilder(LENGTH);
        append(value, "total", System.nanoTime() - context.receivedNanos());
        if (control != null) {
            appendIfAny(value, "queue", control.waitedNanos());
            appendIfAny(value, "upstream", control.ranNanos());
        }
        if (result instanceof Success success && success.cacheHit()) {
            value.append(", cache;desc=hit");
        }
        return result instanceof Success success && success.staleAge() != null
                ? Map.of(
                        HEADER,
                        value.toString(),
                        AGE,
                        Long.toString(success.staleAge().toSeconds()))
                : Map.of(HEADER, value.toString());
    }

    private static void appendIfAny(StringBuilder value, String name, long nanos) {
        if (nanos > 0) {
            append(value.append(", "), name, nanos);
        }
    }

    /** Milliseconds with three digits: no formatter, no rounding errors. */
    private static void append(StringBuilder value, String name, long nanos) {
        long micros = Math.max(0, nanos) / NANOS_PER_MICRO;
        long rest = micros % MICROS_PER_MILLI;
        value.append(name).append(";dur=").append(micros / MICROS_PER_MILLI).append('.');
        value.append(rest / 100).append(rest / 10 % 10).append(rest % 10);
    }
}
