package io.mehari.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of calls while a gateway was changed.
 *
 * @param rate calls a second that were sent
 * @param calls how many in all
 * @param lost calls that failed, were refused a connection, or ran never or twice; streams that ended; at most 20 or so
 * @param phases figures of the calls, the first ones without a change
 * @param effects how long after its last write each change held, by kind
 */
record ChangesResult(
        double rate,
        long calls,
        List<String> lost,
        Map<String, Measurement> phases,
        Map<String, List<Duration>> effects) {
    /** All of them together. */
    List<Duration> allEffects() {
        List<Duration> all = new ArrayList<>();
        effects.values().forEach(all::addAll);
        return all;
    }
}
