package io.mehari.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.support.ChangesBehaviour;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ByteBudgetTest {
    private static final int PART = 100_000;

    @Test
    void whatIsTakenIsGivenBackOnce() {
        ByteBudget budget = new ByteBudget(3 * PART);
        ByteBudget.Share share = budget.share();

        assertThat(share.hold(PART)).isTrue();
        assertThat(share.hold(2 * PART)).isTrue();
        assertThat(share.hold(PART)).as("has as many already").isTrue();
        assertThat(budget.held()).isEqualTo(2 * PART);

        share.release();
        share.release();
        assertThat(budget.held()).isZero();
        assertThat(share.hold(PART)).isTrue();
        assertThat(budget.held()).isEqualTo(PART);

        share.close();
        share.close();
        assertThat(budget.held()).isZero();
        assertThat(share.hold(PART)).as("after it was closed").isFalse();
        assertThat(budget.held()).isZero();
    }

    @Test
    void moreThanIsLeftIsRefusedAndTakesNothing() {
        ByteBudget budget = new ByteBudget(3 * PART);
        ByteBudget.Share first = budget.share();
        ByteBudget.Share second = budget.share();

        assertThat(first.hold(2 * PART)).isTrue();
        assertThat(second.hold(2 * PART)).isFalse();
        assertThat(budget.held()).isEqualTo(2 * PART);
        assertThat(budget.refusals()).isEqualTo(1);
        first.close();
        assertThat(second.hold(2 * PART)).isTrue();
    }

    @Test
    void hugeSizesDoNotOverflow() {
        ByteBudget budget = new ByteBudget(3 * PART);

        assertThat(budget.share().hold(PART)).isTrue();
        assertThat(budget.share().hold(Long.MAX_VALUE)).isFalse();
        assertThat(budget.held()).isEqualTo(PART);
    }

    @Test
    void fewBytesAreNotCounted() {
        ByteBudget budget = new ByteBudget(1);

        assertThat(budget.share().hold(ByteBudget.UNCOUNTED)).isTrue();
        assertThat(budget.held()).isZero();
        assertThat(budget.share().hold(ByteBudget.UNCOUNTED + 1)).isFalse();
    }

    @Test
    void manyHoldersNeverHaveMoreThanTheLimitAndLeaveNothing() throws Exception {
        ByteBudget budget = new ByteBudget(5 * PART);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Long> holder = () -> {
                long most = 0;
                for (int i = 0; i < 2_000; i++) {
                    try (ByteBudget.Share share = budget.share()) {
                        share.hold(PART);
                        share.hold(2 * PART);
                        most = Math.max(most, budget.held());
                    }
                }
                return most;
            };
            List<Future<Long>> runs = threads.invokeAll(
                    IntStream.range(0, 4).mapToObj(i -> holder).toList());
            for (Future<Long> run : runs) {
                assertThat(run.get()).isBetween((long) PART, 5L * PART);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(budget.held()).isZero();
    }

    @Test
    @ChangesBehaviour("mehari.memory.max-held")
    void withoutSettingItIsAQuarterOfTheHeap() {
        assertThat(new MemorySettings(null).budget().limit())
                .isEqualTo(Runtime.getRuntime().maxMemory() / 4);
        assertThat(new MemorySettings(DataSize.ofMegabytes(2)).budget().limit()).isEqualTo(2L << 20);
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThatThrownBy(() -> new ByteBudget(0)).hasMessageContaining("at least 1 is needed");
    }
}
