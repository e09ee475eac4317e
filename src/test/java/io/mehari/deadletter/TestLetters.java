package io.mehari.deadletter;

import io.mehari.call.Outcome;
import java.time.Instant;
import java.util.Optional;

/** Letters with little in them. */
final class TestLetters {
    static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123456Z");

    private TestLetters() {}

    static DeadLetter letter(String id) {
        return letter(id, NOON);
    }

    /** A letter whose arguments are so many bytes. */
    static DeadLetter large(String id, int bytes) {
        return letter(id, NOON, "x".repeat(bytes));
    }

    static DeadLetter letter(String id, Instant at) {
        return letter(id, at, "{}");
    }

    private static DeadLetter letter(String id, Instant at, String arguments) {
        return new DeadLetter(
                id,
                "request-" + id,
                at,
                "files",
                "read",
                "anonymous",
                Outcome.TIMED_OUT,
                "UNKNOWN",
                "files did not answer in 30 s",
                Optional.empty(),
                arguments);
    }
}
