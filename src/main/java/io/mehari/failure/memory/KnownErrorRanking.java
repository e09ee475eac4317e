package io.mehari.failure.memory;

import io.mehari.failure.knowledge.KnowledgeBase;
import io.mehari.failure.knowledge.KnownError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which known errors a text may be: by signs that are in it, and by texts that it is like. Immutable. */
final class KnownErrorRanking {
    /** What a sign counts for, of the shortest and of a long one; chosen on the train part of the labelled errors. */
    static final double SIGN = 0.3;

    static final double LONG_SIGN = 1.2;
    private static final int LONG = 30;

    private final KnowledgeBase knowledge;

    KnownErrorRanking(KnowledgeBase knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * The known errors.
     *
     * @param text of the error
     * @param alike scores of known errors whose texts it is like
     * @return in no order
     */
    List<Recommendation> ranked(String text, Map<String, Double> alike) {
        Map<String, Double> scores = new HashMap<>(alike);
        knowledge
                .signedBy(text)
                .forEach(found -> scores.merge(found.error().id(), weight(found.length()), Double::sum));
        return scores.entrySet().stream()
                .flatMap(score ->
                        knowledge.find(score.getKey()).stream().map(error -> recommendation(error, score.getValue())))
                .toList();
    }

    static double weight(int length) {
        return SIGN + (LONG_SIGN - SIGN) * Math.min(LONG, length) / LONG;
    }

    private static Recommendation recommendation(KnownError error, double score) {
        return new Recommendation(
                Recommendation.Source.KNOWLEDGE,
                error.id(),
                error.title(),
                error.category(),
                error.cause(),
                error.fix(),
                score);
    }
}
