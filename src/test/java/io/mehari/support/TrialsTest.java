package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrialsTest {
    @Test
    void theShortFormAddsNothingToItsSeeds() {
        assertThat(Trials.runSeed(false, null)).isZero();
    }

    @Test
    void theLongFormIsAnotherInEachRun() {
        assertThat(Trials.runSeed(true, null)).isNotEqualTo(Trials.runSeed(true, null));
    }

    @Test
    void aGivenSeedRepeatsARunOfEitherForm() {
        assertThat(Trials.runSeed(true, 7L)).isEqualTo(7);
        assertThat(Trials.runSeed(false, 7L)).isEqualTo(7);
    }

    @Test
    void thePropertyOfTheBuildChoosesTheForm() {
        int chosen = Boolean.parseBoolean(System.getProperty("mehari.proof")) ? 200 : 10;
        assertThat(System.getProperty("mehari.proof")).isIn("true", "false");
        assertThat(Trials.count(10, 200)).isEqualTo(chosen);
        assertThat(Trials.each(10, 200)).hasSize(chosen).startsWith(1);
    }
}
