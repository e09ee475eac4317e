package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What may pass is tried again, less and less often. */
class NextTryTest {
    private final AtomicLong nanos = new AtomicLong();
    private final NextTry next = new NextTry(nanos::get);

    @Test
    void nothingIsDueUntilSomethingIsRefused() {
        advance(Duration.ofDays(1));
        assertThat(next.takeDue()).isFalse();
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        for (long seconds : new long[] {10, 20, 40, 80, 160, 300, 300}) {
            next.refused();
            advance(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(next.takeDue()).as("before %d s", seconds).isFalse();
            advance(Duration.ofNanos(1));
            assertThat(next.takeDue()).as("after %d s", seconds).isTrue();
            assertThat(next.takeDue()).as("once").isFalse();
        }
    }

    @Test
    void whatIsTakenOrCannotPassIsTriedNoMoreAndTheNextRefusalBeginsAnew() {
        next.refused();
        next.refused();
        next.begins();
        next.ends();
        advance(NextTry.LONGEST);
        assertThat(next.takeDue()).isFalse();
        next.refused();
        advance(NextTry.FIRST);
        assertThat(next.takeDue()).isTrue();
    }

    @Test
    void whatIsRefusedBeforeTheFilesHaveAllBeenReadIsTriedAgain() {
        next.begins();
        next.refused();
        next.ends();
        advance(NextTry.FIRST);
        assertThat(next.takeDue()).isTrue();
        next.begins();
        next.refused();
        next.ends();
        advance(NextTry.FIRST);
        assertThat(next.takeDue()).as("twice as late").isFalse();
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
