package io.mehari.bridge;

import java.time.Duration;

/**
 * What a bridge holds and waits for at most.
 *
 * @param line bytes of one line from the client; a longer one is answered with an error
 * @param inFlight requests without an answer; further ones are answered with an error
 * @param message bytes of one message from the gateway; a longer one is answered with an error
 * @param drain how long what is in flight may take when the client has closed its end
 * @param acceptance how long the gateway may take to accept a message that needs no answer
 * @param farewell how long the end of the session may take
 * @param pause before a stream that has broken is opened again, at first; doubled up to thirty times that
 */
public record BridgeLimits(
        int line, int inFlight, int message, Duration drain, Duration acceptance, Duration farewell, Duration pause) {
    /** What holds where nobody says otherwise. */
    public static final BridgeLimits DEFAULT = new BridgeLimits(
            10_000_000,
            256,
            64 << 20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));

    /** The longest pause. */
    Duration longestPause() {
        return pause.multipliedBy(30);
    }
}
