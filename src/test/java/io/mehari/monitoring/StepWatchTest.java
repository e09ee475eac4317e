package io.mehari.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.MovableClock;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepWatchTest {
    private final AtomicLong now = new AtomicLong();
    private final MovableClock clock = new MovableClock();
    private final StepWatch watch = new StepWatch(now::get, clock);
    private final WatchedStep step = new WatchedStep(new LogDefinition("hello"));
    private final CountDownLatch open = new CountDownLatch(1);
    private Thread thread;

    @AfterEach
    void end() throws InterruptedException {
        open.countDown();
        if (thread != null) {
            thread.join();
        }
    }

    @Test
    void findsAStepThatKeepsAnEventLoopAndCountsItOnce() throws Exception {
        blockOn(new DefaultThreadFactory("mehari-data"));
        for (int i = 0; i < 10; i++) {
            look(Duration.ofMillis(500));
        }
        assertThat(step.times()).isEqualTo(1);
        assertThat(watch.check().healthy()).isFalse();
        assertThat(watch.check().detail()).contains("step log", "mehari-data", "1 times", "threads");
    }

    @Test
    void staysDegradedForAWhileAndRemembers() throws Exception {
        blockOn(new DefaultThreadFactory("mehari-data"));
        look(Duration.ZERO);
        look(StepWatch.LIMIT);
        end();
        look(Duration.ofSeconds(1));
        assertThat(watch.check().healthy()).isFalse();
        clock.advance(StepWatch.REMEMBERED.plusSeconds(1));
        look(Duration.ofSeconds(1));
        assertThat(watch.check().healthy()).isTrue();
        assertThat(watch.check().detail()).contains("1 times");
    }

    @Test
    void isNotDegradedForAnHourBecauseTheClockWasSetBack() throws Exception {
        clock.advance(Duration.ofHours(2));
        blockOn(new DefaultThreadFactory("mehari-data"));
        look(Duration.ZERO);
        look(StepWatch.LIMIT);
        end();
        assertThat(watch.check().healthy()).isFalse();
        clock.advance(Duration.ofHours(-1));
        assertThat(watch.check().healthy()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mehari-stdio-files-out", "Camel (generation-1) thread #7 - NettyClientTCPWorker"})
    void watchesOtherThreadsThatServeMany(String name) throws Exception {
        blockOn(task -> new Thread(task, name));
        look(Duration.ZERO);
        look(StepWatch.LIMIT);
        assertThat(step.times()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mehari-tool-1", "Camel (camel-1) thread #1 - timer://tick", "Camel thread #2 - Threads"})
    void leavesThreadsAloneThatMayBlock(String name) throws Exception {
        blockOn(task -> new Thread(task, name));
        look(Duration.ZERO);
        look(Duration.ofMinutes(1));
        assertThat(step.times()).isZero();
        assertThat(watch.check()).isEqualTo(HealthCheck.Condition.HEALTHY);
    }

    @Test
    void aThreadThatIsBusyWithManyStepsIsFine() throws Exception {
        thread = new DefaultThreadFactory("mehari-data").newThread(() -> {
            for (int i = 0; i < 20; i++) {
                StepWatch.Note note = watch.note();
                WatchedStep around = note.enter(step);
                WatchedStep inner = note.enter(step);
                note.leave(inner);
                look(Duration.ofMillis(700));
                note.leave(around);
                look(Duration.ofMillis(700));
            }
        });
        thread.start();
        thread.join();
        assertThat(step.times()).isZero();
    }

    @Test
    void namesRouteAndFile() {
        RouteDefinition route = new RouteDefinition().routeId("tool-call-audit");
        route.setResource(ResourceHelper.fromBytes("file:pipeline/tool-call-audit.camel.yaml", new byte[0]));
        route.log("hello").id("slow");
        assertThat(new WatchedStep(route.getOutputs().get(0)))
                .hasToString("step log (slow) of route tool-call-audit of pipeline/tool-call-audit.camel.yaml");
    }

    private void look(Duration after) {
        now.addAndGet(after.toNanos());
        watch.look();
    }

    /** A thread that is in a step until the end of the test. */
    private void blockOn(ThreadFactory threads) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        thread = threads.newThread(() -> {
            StepWatch.Note note = watch.note();
            WatchedStep around = note.enter(step);
            inside.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                note.leave(around);
            }
        });
        thread.start();
        inside.await();
    }
}
