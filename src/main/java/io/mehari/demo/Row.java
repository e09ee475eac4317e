package io.mehari.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of one fault.
 *
 * @param fault what the server did
 * @param detected how the gateway noticed
 * @param detectedAfter from the fault on; empty if it never did
 * @param caller what the caller of the call was answered
 * @param recoveredAfter from the fault to the next answer of the server to a caller; empty if there was none
 */
record Row(
        Fault fault,
        String detected,
        Optional<Duration> detectedAfter,
        String caller,
        Optional<Duration> recoveredAfter) {
    /** Whether the server works again. */
    boolean recovered() {
        return recoveredAfter.isPresent();
    }
}
