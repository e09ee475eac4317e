package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BuildsTest {
    private static final List<String> ALL = List.of("before", "after", "before again");

    @Test
    void sixRoundsHaveAllOrdersOnce() {
        List<List<String>> orders = IntStream.range(0, 6)
                .mapToObj(round -> Builds.inRound(ALL, round))
                .toList();
        assertThat(orders)
                .doesNotHaveDuplicates()
                .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(ALL));
        assertThat(orders.get(0)).isEqualTo(ALL);
    }

    @Test
    void aFullPaceHasAllOrdersAfterEachStart() {
        assertThat(Pace.of("full").compared().rounds() % 6).isZero();
        assertThat(Builds.inRound(ALL, 6)).isEqualTo(ALL);
    }
}
