package io.mehari.monitoring.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.failure.memory.Advice;
import io.mehari.failure.memory.Recommendation;
import io.mehari.failure.memory.Recommendation.Source;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A diagnosis says what is known, not what is only alike. */
class RememberedAdviceTest {
    @Test
    void whatIsOnlyAlikeIsNotSaid() {
        assertThat(advice(known("The process was killed", 0.66, "Raise the limit.")))
                .isEmpty();
    }

    @Test
    void fixesAreOneSentenceWithoutStops() {
        assertThat(advice(known("The process was killed", 1.75, "Raise the limit.", "See dmesg.", "Restart.")))
                .containsExactly("The process was killed: Raise the limit; or See dmesg");
    }

    @Test
    void atMostTwoAreSaid() {
        assertThat(advice(known("a", 1.9, "x"), known("b", 1.5, "y"), known("c", 1.2, "z")))
                .containsExactly("a: x", "b: y");
    }

    private static Recommendation known(String title, double score, String... fix) {
        return new Recommendation(Source.KNOWLEDGE, "id", title, "UNKNOWN", "", List.of(fix), score);
    }

    private static List<String> advice(Recommendation... known) {
        Advice advice = new Advice("", "lexical", "", List.of(), List.of(known));
        return new RememberedAdvice(text -> CompletableFuture.completedFuture(advice))
                .advice("an error")
                .join();
    }
}
