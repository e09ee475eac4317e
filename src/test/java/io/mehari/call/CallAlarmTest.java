package io.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mehari.support.ManualTimer;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallAlarmTest {
    private final ManualTimer timer = new ManualTimer();
    private final AtomicInteger rung = new AtomicInteger();

    @Test
    void ringsWhenItsTimeHasCome() {
        CallAlarm.in(timer, Duration.ofSeconds(2).toNanos(), rung::incrementAndGet);
        timer.advance(Duration.ofSeconds(1));
        assertThat(rung).hasValue(0);
        timer.advance(Duration.ofSeconds(1));
        assertThat(rung).hasValue(1);
    }

    @Test
    void isOffOnceItIsCalledOff() {
        CallAlarm alarm = CallAlarm.in(timer, 1, rung::incrementAndGet);
        alarm.cancel();
        assertThat(timer.pending()).isZero();
        alarm.cancel();
        timer.advance(Duration.ofSeconds(1));
        assertThat(rung).hasValue(0);
    }

    @Test
    void doesNothingIfTheClockComesToItLate() throws Exception {
        KeepingTimer keeping = new KeepingTimer();
        CallAlarm.in(keeping, 1, rung::incrementAndGet).cancel();
        keeping.kept.get(0).run(null);
        assertThat(rung).hasValue(0);
    }

    /** The clock of the gateway keeps what was cancelled until its next tick. */
    @Test
    void letsGoOfTheCallAlthoughTheClockKeepsTheAlarm() {
        KeepingTimer keeping = new KeepingTimer();
        WeakReference<Object> call = callThatEnds(keeping);
        await().untilAsserted(() -> {
            System.gc();
            assertThat(call.get()).isNull();
        });
        assertThat(keeping.kept).hasSize(1);
    }

    @Test
    void tellsThatTheClockIsFull() {
        timer.fill();
        assertThatThrownBy(() -> CallAlarm.in(timer, 1, rung::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static WeakReference<Object> callThatEnds(Timer keeping) {
        byte[] call = new byte[1024];
        CallAlarm.in(keeping, 1, () -> call[0] = 1).cancel();
        return new WeakReference<>(call);
    }

    /** Keeps its tasks for ever, as a wheel that does not turn. */
    private static final class KeepingTimer implements Timer {
        private final List<TimerTask> kept = new ArrayList<>();
        private final ManualTimer behind = new ManualTimer();

        @Override
        public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
            kept.add(task);
            return behind.newTimeout(due -> {}, delay, unit);
        }

        @Override
        public Set<Timeout> stop() {
            return behind.stop();
        }
    }
}
