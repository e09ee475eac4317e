package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void namesTheDistanceToTheGoalWhereTheFloorHolds() {
        Target target = Target.atLeast("ratio", 0.45, 0.4, 0.6, "");
        assertThat(target.holds()).isTrue();
        assertThat(target.verdict())
                .isEqualTo("ratio: **0.45** (floor 0.40, goal 0.60): floor holds, 0.15 from the goal");
    }

    @Test
    void saysWhenTheGoalIsReached() {
        assertThat(Target.atLeast("ratio", 0.6, 0.4, 0.6, "").verdict()).endsWith("goal reached");
    }

    @Test
    void saysWhenTheFloorDoesNotHold() {
        Target target = Target.atLeast("rate", 4_000, 5_000, 5_000, "calls/s");
        assertThat(target.holds()).isFalse();
        assertThat(target.verdict())
                .isEqualTo("rate: **4,000 calls/s** (at least 5,000 calls/s wanted): **does not hold**, 1,000 calls/s"
                        + " away");
    }

    @Test
    void lessIsBetterForLatencies() {
        assertThat(Target.atMost("added", 1_999, 2_000, "us").holds()).isTrue();
        assertThat(Target.atMost("added", 2_001, 2_000, "us").holds()).isFalse();
    }

    @Test
    void aValueThatWasNotMeasuredHoldsNothing() {
        assertThat(Target.atLeast("ratio", Double.NaN, 0.4, 0.6, "").holds()).isFalse();
        assertThat(Target.atMost("added", Double.NaN, 2_000, "us").holds()).isFalse();
    }
}
