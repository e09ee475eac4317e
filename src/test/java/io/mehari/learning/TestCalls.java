package io.mehari.learning;

import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Calls that have ended. */
final class TestCalls {
    static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    private TestCalls() {}

    static CallCompleted call(String server, String tool, Outcome outcome, Duration took) {
        return new CallCompleted("r-1", server, tool, "ann", outcome, false, took, NOON);
    }

    /** A success of 2 ms. */
    static CallCompleted call(String tool) {
        return call("files", tool, Outcome.SUCCESS, Duration.ofMillis(2));
    }

    /** The same in a context. */
    static CallCompleted in(String context, String tool) {
        return in(context, tool, Outcome.SUCCESS);
    }

    static CallCompleted in(String context, String tool, Outcome outcome) {
        return new CallCompleted("r-1", "files", tool, "ann", outcome, false, Duration.ofMillis(2), NOON, "", context);
    }

    static List<CallCompleted> calls(int number) {
        return IntStream.range(0, number).mapToObj(i -> call("read")).toList();
    }
}
