package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.upstream.Upstreams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryWaitListTest {
    private final RetryWaitList paused = new RetryWaitList(new Upstreams());
    private final List<Integer> woken = new ArrayList<>();

    private Runnable add(int number) {
        return paused.add("files", () -> woken.add(number));
    }

    @Test
    void wakesThoseFirstThatHaveWaitedLongest() {
        for (int number = 0; number < 13; number++) {
            add(number);
        }
        paused.wake("files");
        assertThat(woken).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        paused.wakeMore("files");
        assertThat(woken).endsWith(10, 11).hasSize(12);
    }

    @Test
    void wakesEachOnlyOnce() {
        add(1);
        paused.wake("files");
        paused.wake("files");
        assertThat(woken).containsExactly(1);
    }

    @Test
    void forgetsWhoTookItselfBack() {
        Runnable forget = add(1);
        add(2);
        forget.run();
        forget.run();
        paused.wake("files");
        assertThat(woken).containsExactly(2);
    }

    @Test
    void keepsNoMoreThanTheBoundOfOneServer() {
        for (int number = 0; number < 10_001; number++) {
            add(number);
        }
        for (int round = 0; round < 1_001; round++) {
            paused.wake("files");
        }
        assertThat(woken).hasSize(10_000).doesNotContain(10_000);
    }

    @Test
    void whoIsAddedWhileOthersWakeWaitsForTheNextTime() {
        paused.add("files", () -> add(2));
        paused.wake("files");
        assertThat(woken).isEmpty();
        paused.wake("files");
        assertThat(woken).containsExactly(2);
    }
}
