package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RangeTest {
    @Test
    void medianIsTheMiddleOne() {
        assertThat(Range.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Range(2, 1, 9));
        assertThat(Range.of(List.of(4.0))).isEqualTo(new Range(4, 4, 4));
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Range.of(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(new Range(3, 1, 8));
    }

    @Test
    void thereIsNoMedianOfNothing() {
        assertThatThrownBy(() -> Range.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
