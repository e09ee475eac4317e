package io.mehari.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes dead letters of failed calls: secrets replaced, texts cut to what the database takes. Safe for concurrent use;
 * its cost is bounded whatever the size of the call.
 */
public final class DeadLetterFactory {
    /** Longest name kept, in characters. */
    static final int MAX_NAME = 255;

    /** Longest message kept, in characters. */
    static final int MAX_MESSAGE = 8 * 1024;

    private final Redaction redaction;
    private final Clock clock;
    private final DeadLetterIds ids;

    /** A factory that replaces secrets by this redaction and takes the time from this clock. */
    public DeadLetterFactory(Redaction redaction, Clock clock) {
        this(redaction, clock, new SecureRandom());
    }

    DeadLetterFactory(Redaction redaction, Clock clock, RandomGenerator random) {
        this.redaction = redaction;
        this.clock = clock;
        this.ids = new DeadLetterIds(random);
    }

    /**
     * The dead letter of a call that failed now.
     *
     * @param category of the failure, as its classifier named it
     */
    public DeadLetter deadLetterOf(ToolCall call, ToolCallResult.Failed failure, String category) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        JsonNode kept = redaction.copy(call.arguments());
        String written = Json.text(kept);
        String arguments = StorableText.of(written);
        return new DeadLetter(
                ids.next(now),
                StorableText.of(call.context().requestId(), MAX_NAME),
                now,
                StorableText.of(call.server(), MAX_NAME),
                StorableText.of(call.tool(), MAX_NAME),
                StorableText.of(call.context().caller().name(), MAX_NAME),
                failure.outcome(),
                StorableText.of(category, 64),
                StorableText.of(redaction.text(StorableText.of(failure.message(), MAX_MESSAGE)), MAX_MESSAGE),
                failure.upstreamError().map(redaction::json).map(StorableText::of),
                arguments,
                call.mode(),
                arguments.equals(written) ? withheld(call, kept, written) : Withheld.CUT,
                Replays.none(failure.outcome()),
                Optional.empty());
    }

    /** What stands in the stored text tells what was done to it, unless the caller has written it. */
    private static Withheld withheld(ToolCall call, JsonNode kept, String written) {
        if (!call.context().headers().isEmpty()) {
            return Withheld.HEADERS;
        }
        if (kept.equals(call.arguments())) {
            return Withheld.NOTHING;
        }
        return written.contains(Redaction.REDACTED) ? Withheld.REDACTED : Withheld.CUT;
    }
}
