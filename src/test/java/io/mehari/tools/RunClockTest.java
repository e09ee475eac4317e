package io.mehari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl;
import io.mehari.support.ManualTimer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The limit of a run, while the client of its call is asked and while it is not. */
class RunClockTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ManualTimer timer = new ManualTimer();
    private final AtomicLong now = new AtomicLong(1_000);
    private final AtomicInteger late = new AtomicInteger();
    private final CallControl control = new CallControl();
    private final RunClock clock = RunClock.start(timer, LIMIT, control, now::get, late::incrementAndGet);

    @Test
    void firesAtTheLimit() {
        pass(29);
        assertThat(late).hasValue(0);
        pass(1);
        assertThat(late).hasValue(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void standsStillWhileTheClientIsAsked() {
        pass(20);
        control.asked(now.get());
        pass(600);
        assertThat(late).as("the client is still asked").hasValue(0);
        control.answered(now.get());
        pass(9);
        assertThat(late).hasValue(0);
        pass(600);
        assertThat(late).hasValue(1);
    }

    @Test
    void goesOnForAsLongAsAQuestionTookThatIsAnswered() {
        pass(5);
        control.asked(now.get());
        pass(10);
        control.answered(now.get());
        pass(24);
        assertThat(late).hasValue(0);
        pass(1);
        assertThat(late).hasValue(1);
    }

    @Test
    void neverFiresOnceItIsStopped() {
        control.asked(now.get());
        pass(40);
        clock.stop();
        control.answered(now.get());
        pass(600);
        assertThat(late).hasValue(0);
        assertThat(timer.pending()).isZero();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            timer.advance(Duration.ofSeconds(1));
        }
    }
}
