package io.mehari.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PoolSizeTest {
    private static final long TICK = Duration.ofMillis(250).toNanos();

    private long now = -17;

    @Test
    @DisplayName("S0.10: above 0.8 of its connections in use it grows 1.5 times, up to the most")
    void growsUnderLoad() {
        PoolSize pool = new PoolSize(2, 10, now);
        assertThat(sizes(pool, 200, size -> size)).containsExactly(2, 3, 5, 8, 10);
        assertThat(pool.load()).isGreaterThan(PoolSize.HIGH);
    }

    @Test
    @DisplayName("S0.10: below 0.3 it shrinks 0.7 times, down to the fewest")
    void shrinksWithoutLoad() {
        PoolSize pool = new PoolSize(2, 10, now);
        sizes(pool, 200, size -> size);
        assertThat(sizes(pool, 2000, size -> 0)).containsExactly(10, 7, 4, 2);
    }

    @Test
    void aMomentOfLoadChangesNothing() {
        PoolSize pool = new PoolSize(4, 40, now);
        sizes(pool, 40, size -> 1);
        assertThat(sizes(pool, 3, size -> 2 * size))
                .as("three quarters of a second")
                .containsExactly(4);
        assertThat(sizes(pool, 400, size -> 2)).as("half of them in use").containsExactly(4);
    }

    @Test
    void steadyWorkEndsInOneSize() {
        for (int work = 0; work <= 30; work++) {
            PoolSize pool = new PoolSize(2, 20, now);
            int steady = work;
            sizes(pool, 2000, size -> steady);
            assertThat(sizes(pool, 2000, size -> steady)).as("%d in use", work).hasSize(1);
        }
    }

    @Test
    void neverLeavesItsBounds() {
        Random random = new Random(5);
        PoolSize pool = new PoolSize(3, 11, now);
        for (int i = 0; i < 20_000; i++) {
            now += TICK;
            assertThat(pool.next(random.nextInt(40), now)).isBetween(3, 11);
        }
        PoolSize fixed = new PoolSize(5, 5, now);
        assertThat(sizes(fixed, 400, size -> 50)).containsExactly(5);
    }

    private interface Work {
        int at(int size);
    }

    /** The sizes that it has in so many looks, one after another. */
    private List<Integer> sizes(PoolSize pool, int looks, Work work) {
        List<Integer> sizes = new ArrayList<>(List.of(pool.size()));
        for (int i = 0; i < looks; i++) {
            now += TICK;
            int size = pool.next(work.at(pool.size()), now);
            if (size != sizes.get(sizes.size() - 1)) {
                sizes.add(size);
            }
        }
        return sizes;
    }
}
