package io.mehari.failure.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.mehari.failure.knowledge.KnowledgeBase;
import io.mehari.failure.knowledge.KnownError;
import io.mehari.failure.similarity.Embedder;
import io.mehari.failure.similarity.Match;
import io.mehari.failure.similarity.SimilarTexts;
import io.mehari.failure.template.ErrorTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks for what is like a text and what may help: results are kept for a while, each search is counted. For one thread,
 * which waits for the model.
 */
final class ErrorSearch {
    static final String LEXICAL = "lexical";
    static final String BOTH = "lexical+vector";

    private static final int MOST_CACHED = 500;
    private static final int NEAREST = 60;
    private static final int MOST_SIMILAR = 10;
    private static final int MOST_RECOMMENDED = 5;

    /** Less alike than this is chance. */
    private static final double LEAST_SCORE = 0.15;

    /** How long texts that are new may be missing, unless they are few. */
    private static final Duration STALE = Duration.ofSeconds(5);

    private static final int FEW = 500;

    private final ErrorMemory memory;
    private final Supplier<KnowledgeBase> knowledge;
    private final SimilarTexts texts;
    private final Embedder embedder;
    private final Ticker ticker;
    private final Cache<String, Advice> cache;
    private final SearchStatistics statistics = new SearchStatistics();
    private long version = -1;
    private long readAt;

    ErrorSearch(
            ErrorMemory memory,
            Supplier<KnowledgeBase> knowledge,
            SimilarTexts texts,
            Embedder embedder,
            Duration kept,
            Ticker ticker) {
        this.memory = memory;
        this.knowledge = knowledge;
        this.texts = texts;
        this.embedder = embedder;
        this.ticker = ticker;
        this.cache = Caffeine.newBuilder()
                .maximumSize(MOST_CACHED)
                .expireAfterWrite(kept)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** What is known about a text; at most so old as results are kept. */
    Advice search(String text) {
        String template = ErrorTemplate.of(text).text();
        String key = template + '\n' + method() + '\n' + text.substring(0, Math.min(text.length(), 256));
        Advice known = cache.getIfPresent(key);
        if (known != null) {
            statistics.answeredFromCache();
            return known;
        }
        long begin = System.nanoTime();
        boolean success = false;
        try {
            synchronise();
            Advice found = find(template, text);
            cache.put(key, found);
            success = true;
            return found;
        } finally {
            statistics.searched(System.nanoTime() - begin, success);
        }
    }

    SearchStatistics statistics() {
        return statistics;
    }

    /** A solution that was recorded is to be found at once. */
    synchronized void forget() {
        cache.invalidateAll();
        version = -1;
    }

    /** By what texts are compared now. */
    String method() {
        return texts.isByMeaning() ? BOTH : LEXICAL;
    }

    String note() {
        if (texts.isByMeaning()) {
            return "";
        }
        return switch (embedder.state()) {
            case OFF -> "mehari.errors.embedding.model is none";
            case UNAVAILABLE -> embedder.problem();
            default -> "the embedding model is being loaded; ask again in some seconds";
        };
    }

    /** Takes over texts that have come since the last time, so that vectors can be made of them. */
    synchronized void synchronise() {
        long now = memory.version();
        boolean due = ticker.read() - readAt > STALE.toNanos() || memory.all().size() <= FEW;
        if (now == version || version >= 0 && !due) {
            return;
        }
        version = now;
        readAt = ticker.read();
        Map<String, String> all = new LinkedHashMap<>();
        knowledge.get().all().forEach(error -> texts(error, all));
        memory.all().forEach(error -> all.put(TextId.ofRemembered(error.id()), error.template()));
        texts.replace(all);
    }

    private static void texts(KnownError error, Map<String, String> all) {
        error.examples().forEach(example -> {
            ErrorTemplate template = ErrorTemplate.of(example);
            all.put(TextId.ofExample(error.id(), template.id()), template.text());
        });
        ErrorTemplate title = ErrorTemplate.of(error.title());
        all.put(TextId.ofExample(error.id(), title.id()), title.text());
    }

    private Advice find(String template, String text) {
        List<Match> matches = texts.nearest(template, NEAREST);
        List<Advice.Similar> similar = new ArrayList<>();
        Map<String, Double> known = new HashMap<>();
        List<Recommendation> advice = new ArrayList<>();
        for (Match match : matches) {
            if (match.score() < LEAST_SCORE) {
                break;
            }
            TextId id = TextId.parse(match.id());
            if (id.isRemembered()) {
                memory.find(id.name()).ifPresent(error -> {
                    similar.add(new Advice.Similar(error, match.score()));
                    error.solution().ifPresent(solution -> solved(error, solution, match.score(), known, advice));
                });
            } else {
                known.merge(id.name(), match.score(), Math::max);
            }
        }
        advice.addAll(new KnownErrorRanking(knowledge.get()).ranked(text, known));
        advice.sort((one, other) -> Double.compare(other.score(), one.score()));
        return new Advice(
                template,
                method(),
                note(),
                List.copyOf(similar.subList(0, Math.min(MOST_SIMILAR, similar.size()))),
                List.copyOf(advice.subList(0, Math.min(MOST_RECOMMENDED, advice.size()))));
    }

    /** What an operator has found weighs more than what the knowledge base says of a text as near. */
    private void solved(
            RememberedError error,
            Solution solution,
            double score,
            Map<String, Double> known,
            List<Recommendation> advice) {
        if (!solution.knownError().isEmpty()) {
            known.merge(solution.knownError(), score, Math::max);
        }
        if (!solution.text().isEmpty()) {
            advice.add(new Recommendation(
                    Recommendation.Source.OPERATOR,
                    error.id(),
                    error.template(),
                    error.category(),
                    "",
                    List.of(solution.text()),
                    1 + score));
        }
    }
}
