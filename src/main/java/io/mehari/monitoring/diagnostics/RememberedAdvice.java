package io.mehari.monitoring.diagnostics;

import io.mehari.failure.memory.Advice;
import io.mehari.failure.memory.Recommendation;
import io.mehari.failure.memory.Recommendations;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * What the error memory is sure of. What it only finds alike is left to those who ask for it by the text of the error, where
 * its score stands beside it: under a problem of a server it would lead astray.
 *
 * @param memory knows errors
 */
record RememberedAdvice(Recommendations memory) implements ErrorAdvice {
    /** From this score on, a sign of the known error is in the text, or an operator has solved one like it. */
    private static final double SURE = 1;

    /** Most pieces of advice, and most fixes in each. */
    private static final int MOST = 2;

    @Override
    public CompletableFuture<List<String>> advice(String error) {
        return memory.recommend(error).thenApply(RememberedAdvice::sentences);
    }

    private static List<String> sentences(Advice advice) {
        return advice.recommendations().stream()
                .filter(known -> known.score() >= SURE)
                .limit(MOST)
                .map(RememberedAdvice::sentence)
                .toList();
    }

    /** Without a stop at its end, which comes with what follows. */
    private static String sentence(Recommendation known) {
        return known.title() + ": "
                + known.fix().stream()
                        .limit(MOST)
                        .map(RememberedAdvice::withoutStop)
                        .collect(Collectors.joining("; or "));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
