package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ManualTimer;
import io.mehari.upstream.lifecycle.ServerMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JoinLimitTest {
    private final ManualTimer timer = new ManualTimer();
    private final ServerMemory memory = new ServerMemory();
    private final List<String> over = new ArrayList<>();
    private OptionalLong lastSign = OptionalLong.empty();

    @Test
    void eachAttemptThatRanOutDoublesTheNextUpToFiveMinutes() {
        for (long seconds : new long[] {60, 120, 240, 300, 300}) {
            start(Duration.ofSeconds(60));
            timer.advance(Duration.ofSeconds(seconds - 1));
            assertThat(over).isEmpty();
            timer.advance(Duration.ofSeconds(1));
            assertThat(over.remove(0)).contains("within " + seconds + " s", "timeout.connect");
        }
        memory.ready();
        start(Duration.ofSeconds(60));
        timer.advance(Duration.ofSeconds(60));
        assertThat(over).hasSize(1);
    }

    @Test
    void aLongerOneThanFiveMinutesHoldsAsItIs() {
        start(Duration.ofMinutes(20));
        timer.advance(Duration.ofMinutes(20).minusSeconds(1));
        assertThat(over).isEmpty();
        timer.advance(Duration.ofSeconds(1));
        assertThat(over).hasSize(1);
        start(Duration.ofMinutes(20));
        timer.advance(Duration.ofMinutes(20));
        assertThat(over).hasSize(2);
    }

    @Test
    void oneThatSpeaksGoesOnUntilItIsSilentForTenSeconds() {
        start(Duration.ofSeconds(60));
        for (int second = 0; second < 100; second++) {
            timer.advance(Duration.ofSeconds(1));
            lastSign = OptionalLong.of(timer.nanoTime());
        }
        assertThat(over).isEmpty();
        timer.advance(Duration.ofSeconds(9));
        assertThat(over).isEmpty();
        timer.advance(Duration.ofSeconds(2));
        assertThat(over).hasSize(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void oneThatNeverStopsSpeakingGoesOnForFiveMinutes() {
        start(Duration.ofSeconds(60));
        for (int second = 0; second < 299; second++) {
            timer.advance(Duration.ofSeconds(1));
            lastSign = OptionalLong.of(timer.nanoTime());
        }
        assertThat(over).isEmpty();
        timer.advance(Duration.ofSeconds(1));
        assertThat(over).hasSize(1);
    }

    @Test
    void oneThatHasEndedIsNotCounted() {
        JoinLimit limit = start(Duration.ofSeconds(60));
        limit.end();
        timer.advance(Duration.ofHours(1));
        assertThat(over).isEmpty();
        assertThat(memory.slowStarts()).isZero();
        assertThat(timer.pending()).isZero();
    }

    private JoinLimit start(Duration first) {
        JoinLimit limit = new JoinLimit("slow", first, memory, timer, timer::nanoTime, () -> lastSign);
        limit.start(over::add);
        return limit;
    }
}
