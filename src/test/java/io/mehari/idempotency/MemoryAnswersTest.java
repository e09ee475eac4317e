package io.mehari.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.ManualTimer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class MemoryAnswersTest {
    private final ManualTimer timer = new ManualTimer();
    private final MemoryAnswers answers = answers(3);

    @Test
    @ChangesBehaviour("mehari.rest.idempotency.ttl")
    void entriesEndAfterTheirTimeAlsoIfNobodyAsks() {
        answers.keep(key(1), answer(100));
        timer.advance(Duration.ofSeconds(40));
        answers.keep(key(2), answer(100));

        timer.advance(Duration.ofSeconds(20));

        assertThat(answers.size()).isEqualTo(1);
        assertThat(answers.find(key(1))).isEmpty();
        assertThat(answers.find(key(2))).isPresent();
        timer.advance(Duration.ofSeconds(40));
        assertThat(answers.size()).isZero();
        assertThat(answers.weight()).isZero();
        assertThat(timer.pending()).as("no task without an entry").isZero();
    }

    @Test
    void withoutATimerTheNextCallEndsThem() {
        timer.fill();
        answers.keep(key(1), answer(100));
        timer.advance(Duration.ofSeconds(60));

        assertThat(answers.find(key(1))).isEmpty();
        assertThat(answers.size()).isZero();
    }

    @Test
    @ChangesBehaviour("mehari.rest.idempotency.max-entries")
    void beyondMaxEntriesTheOldestIsForgotten() {
        for (int i = 1; i <= 4; i++) {
            answers.keep(key(i), answer(10));
        }

        assertThat(answers.size()).isEqualTo(3);
        assertThat(answers.find(key(1))).isEmpty();
        assertThat(answers.find(key(2))).isPresent();
    }

    @Test
    @ChangesBehaviour("mehari.rest.idempotency.max-weight")
    void beyondMaxWeightTheOldestAnswersGoAndTheirKeysStay() {
        MemoryAnswers many = answers(100);
        for (int i = 1; i <= 30; i++) {
            assertThat(many.keep(key(i), answer(1_500))).isTrue();
        }

        assertThat(many.size()).isEqualTo(30);
        assertThat(many.weight()).isBetween(6_000L, 10 * 1024L);
        assertThat(many.find(key(1)).orElseThrow().result()).isEmpty();
        assertThat(many.find(key(30)).orElseThrow().result()).isPresent();
        timer.advance(Duration.ofMinutes(1));
        assertThat(many.size()).isZero();
        assertThat(many.weight()).isZero();
    }

    @Test
    @ChangesBehaviour("mehari.rest.idempotency.max-answer")
    void ofAnAnswerThatIsTooLargeTheKeyIsRemembered() {
        assertThat(answers.keep(key(1), answer(3_000))).isFalse();

        KeptAnswer kept = answers.find(key(1)).orElseThrow();
        assertThat(kept.result()).isEmpty();
        assertThat(kept.requestId()).isEqualTo("id");
        assertThat(answers.weight()).isZero();
    }

    @Test
    void aLaterAnswerTakesThePlaceOfAnEarlierOne() {
        answers.keep(key(1), answer(1_000));
        long weight = answers.weight();
        answers.keep(key(1), answer(1_000));

        assertThat(answers.size()).isEqualTo(1);
        assertThat(answers.weight()).isEqualTo(weight);
    }

    private MemoryAnswers answers(int entries) {
        IdempotencySettings settings = new IdempotencySettings(
                Duration.ofMinutes(1),
                entries,
                DataSize.ofKilobytes(10),
                DataSize.ofKilobytes(2),
                Duration.ZERO,
                false);
        return new MemoryAnswers(settings, timer, timer::nanoTime);
    }

    private static CallKey key(int number) {
        return new CallKey("me", "k" + number, CallKey.WHOLE);
    }

    private static KeptAnswer answer(int length) {
        ToolCallResult result = new Success(Json.object().put("text", "x".repeat(length)), false);
        return new KeptAnswer("print", "id", Optional.of(result));
    }
}
