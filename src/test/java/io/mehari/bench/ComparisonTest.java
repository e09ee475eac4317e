package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final int ROUNDS = 12;

    @Test
    void pairsByRound() {
        Comparison comparison =
                rates(List.of(100.0, 200.0, 50.0), List.of(110.0, 180.0, 60.0), List.of(90.0, 200.0, 50.0));
        assertThat(comparison.ratios()).containsExactly(1.1, 0.9, 1.2);
        assertThat(comparison.controlRatios()).containsExactly(0.9, 1.0, 1.0);
        assertThat(comparison.ratio()).isEqualTo(1.1);
    }

    @Test
    void whatTroublesTheWholeMachineIsNoSpread() {
        List<Double> uneven = List.of(100.0, 20.0, 300.0, 5.0);
        Comparison comparison = rates(uneven, times(uneven, 0.5), uneven);
        assertThat(comparison.spread()).isZero();
        assertThat(comparison.ratio()).isEqualTo(0.5);
        assertThat(comparison.asGood()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"96.9, false", "97, true", "97.1, true", "100, true", "150, true"})
    void ratesMayFallByThreePercent(double after, boolean good) {
        Comparison comparison = rates(List.of(100.0), List.of(after), List.of(100.0));
        assertThat(comparison.asGood()).isEqualTo(good);
        assertThat(comparison.verdict()).contains(good ? "**yes**" : "**no**").contains("at least 0.970 allowed: 3 %");
    }

    @ParameterizedTest
    @CsvSource({"103.1, false", "103, true", "102.9, true", "100, true", "50, true"})
    void latenciesMayRiseByThreePercent(double after, boolean good) {
        Comparison comparison = new Comparison(true, List.of(100.0), List.of(after), List.of(100.0));
        assertThat(comparison.asGood()).isEqualTo(good);
        assertThat(comparison.verdict()).contains(good ? "**yes**" : "**no**").contains("at most 1.030 allowed: 3 %");
    }

    @ParameterizedTest
    @CsvSource({"89.9, false", "90.1, true"})
    void aWiderSpreadIsWhatRatesMayFallBy(double after, boolean good) {
        Comparison comparison = rates(List.of(100.0), List.of(after), List.of(90.0));
        assertThat(comparison.spread()).isCloseTo(0.1, within(1e-9));
        assertThat(comparison.asGood()).isEqualTo(good);
        assertThat(comparison.verdict()).contains("at least 0.900 allowed: the spread");
    }

    @ParameterizedTest
    @CsvSource({"110.1, false", "109.9, true"})
    void aWiderSpreadIsWhatLatenciesMayRiseBy(double after, boolean good) {
        Comparison comparison = new Comparison(true, List.of(100.0), List.of(after), List.of(90.0));
        assertThat(comparison.asGood()).isEqualTo(good);
    }

    @Test
    void aNarrowSpreadDoesNotMakeItStricter() {
        assertThat(control(1.01, 1.01, 0.99).spread()).isLessThan(0.011);
        assertThat(control(1.01, 1.01, 0.99).allowed()).isEqualTo(0.03);
    }

    @Test
    void spreadIsTheSameWhicheverProcessIsTheFirst() {
        List<Double> one = List.of(100.0, 80.0, 120.0, 90.0, 300.0);
        List<Double> other = List.of(90.0, 100.0, 100.0, 91.0, 100.0);
        assertThat(rates(one, one, other).spread())
                .isEqualTo(rates(other, other, one).spread(), within(1e-12));
    }

    @Test
    void spreadCountsNoiseThatEvensOut() {
        assertThat(control(0.8, 1.25, 0.8, 1.25).spread()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void spreadCountsALastingDifference() {
        assertThat(control(0.9, 0.9, 0.9, 0.9).spread()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void fewerThanHalfOfTheRoundsMayBeSpoilt() {
        assertThat(control(1, 1, 1, 0.1, 8).spread()).isZero();
        assertThat(control(1, 1, 0.1, 0.1, 8).spread()).isGreaterThan(0.8);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.03, 0.05, 0.1, 0.2})
    void anEqualBuildSeldomFailsAndAMuchWorseOneSeldomPasses(double noise) {
        Random random = new Random(7);
        int refused = 0;
        int found = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            Comparison equal = rates(noisy(random, noise), noisy(random, noise), noisy(random, noise));
            double worse = 1 - 2 * equal.allowed();
            Comparison slower = rates(equal.before(), times(equal.after(), worse), equal.control());
            refused += equal.asGood() ? 0 : 1;
            found += slower.asGood() ? 0 : 1;
        }
        assertThat(refused).isLessThanOrEqualTo(100);
        assertThat(found).isGreaterThanOrEqualTo(1_900);
    }

    @Test
    void thereIsNothingToCompareWithoutRoundsOrPairs() {
        assertThatThrownBy(() -> rates(List.of(), List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rates(List.of(1.0), List.of(1.0, 2.0), List.of(1.0)))
                .hasMessageContaining("1, 2, 1");
        assertThatThrownBy(() -> rates(List.of(1.0), List.of(1.0), List.of())).hasMessageContaining("1, 1, 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void thereIsNoRatioOfWhatIsNotPositive(double figure) {
        List<Double> one = List.of(1.0);
        List<Double> other = List.of(figure);
        assertThatThrownBy(() -> rates(other, one, one)).hasMessageContaining("not positive");
        assertThatThrownBy(() -> rates(one, other, one)).hasMessageContaining("not positive");
        assertThatThrownBy(() -> rates(one, one, other)).hasMessageContaining("not positive");
    }

    private static Comparison rates(List<Double> before, List<Double> after, List<Double> control) {
        return new Comparison(false, before, after, control);
    }

    /** A comparison with these ratios of before against before. */
    private static Comparison control(double... ratios) {
        List<Double> before = Collections.nCopies(ratios.length, 1.0);
        return rates(
                before,
                before,
                IntStream.range(0, ratios.length).mapToObj(i -> ratios[i]).toList());
    }

    private static List<Double> noisy(Random random, double noise) {
        return Stream.generate(() -> Math.max(0.01, 1 + noise * random.nextGaussian()))
                .limit(ROUNDS)
                .toList();
    }

    private static List<Double> times(List<Double> figures, double factor) {
        return figures.stream().map(figure -> figure * factor).toList();
    }
}
