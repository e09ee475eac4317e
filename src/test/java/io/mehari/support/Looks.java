package io.mehari.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.Extension;

/**
 * How often tests look whether what they wait for has come, where they do not say it: after 5 ms, then after twice as long each
 * time, then ten times a second. Most of it comes sooner than a tenth of a second, of which a whole run has thousands. Found by
 * JUnit.
 */
public final class Looks implements Extension {
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(100);

    /** Made by JUnit, once in each JVM. */
    public Looks() {
        Awaitility.setDefaultPollDelay(FIRST);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(Looks::next, FIRST));
    }

    private static Duration next(Duration last) {
        Duration twice = last.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }
}
