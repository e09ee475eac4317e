package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void percentilesAreTrialsInWhateverOrderTheyCame() {
        List<Duration> trials = new ArrayList<>(
                IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList());
        Collections.shuffle(trials, new Random(1));
        assertThat(Spread.of(trials)).isEqualTo(new Spread(100, 1, 50, 95, 100));
    }

    @Test
    void theSlowestOfFewTrialsIsTheirNinetyFifthPercentile() {
        assertThat(Spread.of(List.of(Duration.ofMillis(9), Duration.ofMillis(1), Duration.ofMillis(4))))
                .isEqualTo(new Spread(3, 1, 4, 9, 9));
    }

    @Test
    void oneTrialIsEverything() {
        assertThat(Spread.of(List.of(Duration.ofNanos(1_500_000)))).isEqualTo(new Spread(1, 1.5, 1.5, 1.5, 1.5));
    }

    @Test
    void thereIsNoSpreadOfNothing() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isShownInWholeMilliseconds() {
        Spread spread = new Spread(100, 1.4, 50, 95, 1_234.6);
        assertThat(spread.values()).containsExactly("100", "1", "50", "95", "1,235");
        assertThat(spread.headings()).hasSameSizeAs(spread.values());
    }
}
