package io.mehari.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.ratelimit.CallCounter.Counted;
import io.mehari.ratelimit.Reserve.Unused;
import io.mehari.support.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calls that were granted ahead: how many are asked for, how they are used, and what becomes of those that nobody makes. */
@DisplayName("S0.17: rate limit per caller, shared")
class ReservesTest {
    private static final RateLimit LIMIT = RateLimit.of(1_000, Duration.ofSeconds(1), 10_000);
    private static final long INTERVAL = LIMIT.intervalNanos();

    private final ManualTimer timer = new ManualTimer();
    private final List<String> givenBack = new ArrayList<>();
    private final Reserves reserves = new Reserves(timer, this::giveBack);

    private void giveBack(String caller, Unused unused) {
        givenBack.add(caller + " " + unused.calls());
    }

    @Test
    void asksForTwiceAsManyAsLongAsTheyAreUsedUp() {
        Reserve reserve = reserves.of("a", LIMIT).orElseThrow();
        List<Integer> asked = new ArrayList<>();
        for (int question = 0; question < 11; question++) {
            int ahead = reserve.ask();
            asked.add(ahead);
            reserve.answered(LIMIT, 1 + ahead, INTERVAL, 0);
            for (int call = 0; call < ahead; call++) {
                assertThat(reserves.take("a", LIMIT, 0)).isPresent();
            }
            assertThat(reserves.take("a", LIMIT, 0)).isEmpty();
        }
        assertThat(asked).containsExactly(0, 1, 2, 4, 8, 16, 32, 64, 128, 200, 200);
    }

    @Test
    void whoHasMetItsLimitIsAskedForCallByCall() {
        Reserve reserve = grown(8);
        reserve.ask();
        reserve.answered(LIMIT, 0, LIMIT.span(), 0);
        assertThat(reserve.ask()).isZero();
    }

    @Test
    void oneQuestionAtATimeAsksAhead() {
        Reserve reserve = reserves.of("a", LIMIT).orElseThrow();
        assertThat(reserve.ask()).isZero();
        assertThat(reserve.ask()).isNegative();
        reserve.answered(LIMIT, 1, INTERVAL, 0);
        assertThat(reserve.ask()).isEqualTo(1);
    }

    @Test
    void saysWhatIsLeftAsIfNothingHadBeenAskedForAhead() {
        Reserve reserve = reserves.of("a", LIMIT).orElseThrow();
        reserve.ask();
        assertThat(reserve.answered(LIMIT, 5, 5 * INTERVAL, 0))
                .as("one is made")
                .isEqualTo(INTERVAL);
        assertThat(debt(0)).isEqualTo(2 * INTERVAL);
        assertThat(debt(INTERVAL)).as("an interval later").isEqualTo(2 * INTERVAL);
        assertThat(debt(100 * INTERVAL)).as("long after").isZero();
    }

    @Test
    void callsOfAnotherLimitAreNotTaken() {
        grown(4);
        RateLimit other = RateLimit.of(2_000, Duration.ofSeconds(1), 10_000);
        assertThat(reserves.take("a", other, 0)).isEmpty();
        Reserve reserve = reserves.of("a", other).orElseThrow();
        reserve.ask();
        reserve.answered(other, 1, other.intervalNanos(), 0);
        assertThat(reserves.take("a", other, 0))
                .as("those of the former limit are gone")
                .isEmpty();
    }

    @Test
    void whatIsNotUsedIsGivenBack() {
        grown(4);
        timer.advance(Reserves.PERIOD);
        assertThat(givenBack).as("it was used in this period").isEmpty();
        reserves.take("a", LIMIT, 0);
        timer.advance(Reserves.PERIOD);
        assertThat(givenBack).isEmpty();
        timer.advance(Reserves.PERIOD);
        assertThat(givenBack).containsExactly("a 3");
        assertThat(reserves.take("a", LIMIT, 0)).as("given back").isEmpty();
        assertThat(timer.pending())
                .as("no clock where there is nothing to look for")
                .isZero();
        assertThat(reserves.of("a", LIMIT).orElseThrow().ask())
                .as("begins anew")
                .isZero();
    }

    @Test
    void aReserveThatIsAskedForIsNotEnded() {
        Reserve reserve = reserves.of("a", LIMIT).orElseThrow();
        reserve.ask();
        timer.advance(Reserves.PERIOD.multipliedBy(5));
        reserve.answered(LIMIT, 3, 3 * INTERVAL, 0);
        assertThat(reserves.take("a", LIMIT, 0)).isPresent();
    }

    @Test
    void thereIsNoneForASmallBurstNorForTooManyCallers() {
        assertThat(reserves.of("small", RateLimit.of(100, Duration.ofMinutes(1), Reserves.SHARE)))
                .isEmpty();
        IntStream.range(0, Reserves.MOST)
                .forEach(caller ->
                        assertThat(reserves.of("caller-" + caller, LIMIT)).isPresent());
        assertThat(reserves.of("late", LIMIT)).isEmpty();
        assertThat(reserves.of("caller-0", LIMIT)).isPresent();
    }

    private long debt(long now) {
        return reserves.take("a", LIMIT, now).map(Counted::debtNanos).orElseThrow();
    }

    private Reserve grown(int calls) {
        Reserve reserve = reserves.of("a", LIMIT).orElseThrow();
        reserve.ask();
        reserve.answered(LIMIT, 1 + calls, (1 + calls) * INTERVAL, 0);
        assertThat(reserves.take("a", LIMIT, 0)).isPresent();
        reserve.answered(LIMIT, 2, (2 + calls) * INTERVAL, 0);
        return reserve;
    }
}
