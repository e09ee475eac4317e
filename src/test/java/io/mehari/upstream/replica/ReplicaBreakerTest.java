package io.mehari.upstream.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicaBreakerTest {
    private static final Duration REST = Duration.ofSeconds(10);

    private long now = Long.MAX_VALUE - 5; // the clock of the JVM may begin anywhere and overflow
    private final ReplicaBreaker breaker = new ReplicaBreaker(REST, () -> now);

    @Test
    void restsAfterThreeFailuresInARow() {
        end(Verdict.BAD, Verdict.BAD, Verdict.GOOD, Verdict.BAD, Verdict.BAD);
        assertThat(breaker.admits()).isTrue();
        end(Verdict.BAD);
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void restsAfterFiveFailuresOfTheLastTen() {
        end(Verdict.BAD, Verdict.GOOD, Verdict.BAD, Verdict.GOOD, Verdict.BAD, Verdict.GOOD, Verdict.BAD, Verdict.GOOD);
        assertThat(breaker.admits()).isTrue();
        end(Verdict.BAD);
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void callsThatSayNothingDoNotCount() {
        end(Verdict.BAD, Verdict.BAD, Verdict.NONE, Verdict.NONE);
        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void isTriedByOneCallAtATimeWhoseSuccessEndsTheRest() {
        end(Verdict.BAD, Verdict.BAD, Verdict.BAD);
        pass(REST.minusNanos(1));
        assertThat(breaker.admits()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(breaker.admits()).isTrue();
        breaker.chosen();
        assertThat(breaker.admits()).as("beside the trial").isFalse();
        breaker.take(Verdict.NONE);
        assertThat(breaker.admits()).as("once the trial was cancelled").isTrue();
        breaker.chosen();
        breaker.take(Verdict.GOOD);
        end(Verdict.BAD, Verdict.BAD);
        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void restsTwiceAsLongAfterAFailedTrialUpToSixteenTimes() {
        end(Verdict.BAD, Verdict.BAD, Verdict.BAD);
        for (int factor : new int[] {1, 2, 4, 8, 16, 16}) {
            pass(REST.multipliedBy(factor).minusNanos(1));
            assertThat(breaker.admits()).as("within %s rests", factor).isFalse();
            pass(Duration.ofNanos(1));
            assertThat(breaker.admits()).as("after %s rests", factor).isTrue();
            end(Verdict.BAD);
        }
    }

    @Test
    void aCallFromBeforeTheRestDoesNotEndIt() {
        end(Verdict.BAD, Verdict.BAD, Verdict.BAD);
        breaker.take(Verdict.GOOD);
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void isTriedAsSoonAsItIsConnectedAgain() {
        end(Verdict.BAD, Verdict.BAD, Verdict.BAD);
        breaker.returned();
        assertThat(breaker.admits()).isTrue();
        breaker.chosen();
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void believesThatItIsToBeLeftAloneForAMinuteAtMost() {
        breaker.asksToWait(Duration.ofSeconds(2));
        assertThat(breaker.admits()).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(breaker.admits()).isTrue();
        breaker.asksToWait(Duration.ofDays(2));
        pass(Duration.ofMinutes(1));
        assertThat(breaker.admits()).isTrue();
    }

    private void end(Verdict... verdicts) {
        for (Verdict verdict : verdicts) {
            breaker.chosen();
            breaker.take(verdict);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
