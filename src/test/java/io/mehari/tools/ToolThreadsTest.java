package io.mehari.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ToolThreadsTest {
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final ToolThreads threads = new ToolThreads(pool::add, sizes::add, () -> {}, 4, 8);

    @Test
    void oneToolNeverHasAllThreads() {
        for (int i = 0; i < 6; i++) {
            start("slow", "slow" + i);
        }
        start("other", "other");
        assertThat(pool).as("three of four for the slow one").hasSize(4);
        work();
        assertThat(ran).hasSize(7).startsWith("slow0", "slow1", "slow2", "other");
    }

    @Test
    void whatHasBegunGoesBeforeWhatHasNot() {
        for (int i = 0; i < 4; i++) {
            start("slow", "slow" + i);
        }
        threads.proceed("slow", () -> ran.add("again"));
        work();
        assertThat(ran).containsExactly("slow0", "slow1", "slow2", "again", "slow3");
    }

    @Test
    void refusesWhatDoesNotFitIntoTheQueueOfATool() {
        for (int i = 0; i < 3 + 7; i++) {
            start("slow", "slow" + i);
        }
        assertThatThrownBy(() -> start("slow", "one more")).isInstanceOf(RejectedExecutionException.class);
        start("other", "other");
        work();
        assertThat(ran).hasSize(11).doesNotContain("one more");
        start("slow", "afterwards");
        work();
        assertThat(ran).contains("afterwards");
    }

    @Test
    void refusesWhatDoesNotFitIntoTheQueueOfAll() {
        for (int i = 0; i < 4 + 8; i++) {
            start("tool" + i, "run" + i);
        }
        assertThatThrownBy(() -> start("another", "one more")).isInstanceOf(RejectedExecutionException.class);
        work();
        assertThat(ran).hasSize(12);
    }

    @Test
    void aThreadThatHangsIsReplacedUntilItEnds() {
        start("slow", "slow");
        assertThat(threads.hangs("slow")).isEqualTo(1);
        assertThat(sizes).containsExactly(5);
        assertThat(threads.hanging()).containsEntry("slow", 1).hasSize(1);
        threads.released("slow");
        assertThat(sizes).containsExactly(5, 4);
        assertThat(threads.hanging()).isEmpty();
    }

    @Test
    void aToolAllOfWhoseThreadsHangIsRefused() {
        for (int i = 0; i < 3; i++) {
            start("slow", "slow" + i);
            threads.hangs("slow");
        }
        assertThatThrownBy(() -> start("slow", "one more")).isInstanceOf(RejectedExecutionException.class);
        for (int i = 0; i < 4; i++) {
            start("other" + i, "other" + i);
        }
        work();
        assertThat(ran).contains("other0", "other1", "other2", "other3").doesNotContain("one more");
    }

    @Test
    void replacesABoundedNumber() {
        for (int tool = 0; tool < 10; tool++) {
            for (int i = 0; i < 3; i++) {
                threads.hangs("tool" + tool);
            }
        }
        assertThat(sizes).last().isEqualTo(20);
    }

    @Test
    void aTaskThatThrowsGivesItsPlaceBack() {
        for (int i = 0; i < 3; i++) {
            threads.start("broken", () -> {
                throw new IllegalStateException("broken on purpose");
            });
        }
        while (!pool.isEmpty()) {
            assertThatThrownBy(pool.poll()::run).hasMessage("broken on purpose");
        }
        start("broken", "afterwards");
        work();
        assertThat(ran).containsExactly("afterwards");
    }

    private void start(String tool, String name) {
        threads.start(tool, () -> ran.add(name));
    }

    private void work() {
        while (!pool.isEmpty()) {
            pool.poll().run();
        }
    }
}
