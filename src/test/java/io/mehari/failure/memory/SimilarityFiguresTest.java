package io.mehari.failure.memory;

import static io.mehari.failure.memory.TestFailures.NOON;
import static io.mehari.failure.memory.TestFailures.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.failure.FailureClassifier;
import io.mehari.failure.knowledge.KnowledgeBase;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.failure.similarity.Embedder;
import io.mehari.failure.similarity.EmbeddingSettings;
import io.mehari.failure.similarity.LuceneVectorIndex;
import io.mehari.failure.similarity.Match;
import io.mehari.failure.similarity.SimilarTexts;
import io.mehari.failure.template.ErrorTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

/**
 * How often the category and the solution of a labelled error are found. The memory holds the train part, each message
 * solved by its known error; asked for is the test part, on which nothing is tuned. With {@code -Dmehari.docs.write=true}
 * the figures go to {@code docs/reliability.md}.
 */
@DisplayName("S0.3: similar past errors and their solutions, measured")
class SimilarityFiguresTest {
    private static final Path PAGE = Path.of("docs/reliability.md");
    private static final KnowledgeBase KNOWLEDGE =
            KnowledgeFiles.read(List.of()).get();
    private static final List<LabelledErrors> TRAIN = LabelledErrors.read("train");
    private static final List<LabelledErrors> TEST = LabelledErrors.read("test");

    @TempDir
    Path folder;

    private final Map<String, Figures> rows = new LinkedHashMap<>();

    @Test
    void findsCategoryAndSolution() throws IOException {
        assertThat(TRAIN.size() + TEST.size()).isGreaterThanOrEqualTo(300);
        assertThat(TRAIN.stream().map(LabelledErrors::message))
                .doesNotContainAnyElementsOf(
                        TEST.stream().map(LabelledErrors::message).toList());
        FailureClassifier classifier =
                FailureClassifier.read(new ClassPathResource("mehari/config/error-patterns.yaml"));
        rows.put(
                "patterns of `error-patterns.yaml`",
                Figures.ofCategories(
                        error -> classifier.classifyToolError(error.message()).category()));
        rows.put("signs of the knowledge base", Figures.ofSolutions(SimilarityFiguresTest::signs));
        measure("none", "");
        measure("all-minilm-l6-v2-q", "MiniLM");
        measure("bge-small-zh", "BGE zh");
        write();

        Figures plain = rows.get("patterns of `error-patterns.yaml`");
        Figures letters = rows.get("signs and letters");
        assertThat(letters.category()).as("category by signs and letters").isGreaterThan(plain.category());
        assertThat(letters.solution()).as("solution by signs and letters").isGreaterThan(0.7);
        assertThat(rows.get("signs, letters and MiniLM").solution())
                .as("solution by all")
                .isGreaterThan(0.7);
        assertThat(rows.get("MiniLM alone").solution())
                .as("solution by vectors")
                .isGreaterThan(0.3);
    }

    private void measure(String model, String name) {
        Embedder embedder = Embedder.of(new EmbeddingSettings(model, "nowhere"));
        embedder.load();
        ErrorMemory memory = new ErrorMemory(10_000);
        TRAIN.forEach(error -> {
            memory.learn(failed(error.message()));
            memory.solve(ErrorTemplate.of(error.message()).id(), new Solution("", error.knownError(), "train", NOON));
        });
        try (SimilarTexts texts = new SimilarTexts(embedder, folder.resolve(model), LuceneVectorIndex::open)) {
            ErrorSearch search = new ErrorSearch(
                    memory, () -> KNOWLEDGE, texts, embedder, Duration.ofSeconds(120), System::nanoTime);
            search.synchronise();
            texts.catchUp(10_000);
            if (name.isEmpty()) {
                rows.put(
                        "letters alone", Figures.ofSolutions(text -> alike(texts.nearest(template(text), 60), memory)));
            } else {
                rows.put(
                        name + " alone",
                        Figures.ofSolutions(text -> alike(texts.byMeaning(template(text), 60), memory)));
            }
            rows.put(
                    name.isEmpty() ? "signs and letters" : "signs, letters and " + name,
                    Figures.ofSolutions(text -> search.search(text).recommendations().stream()
                            .map(Recommendation::id)
                            .toList()));
        }
    }

    private static String template(String text) {
        return ErrorTemplate.of(text).text();
    }

    private static List<String> signs(String text) {
        return KNOWLEDGE.signedBy(text).stream()
                .map(found -> found.error().id())
                .toList();
    }

    private static List<String> alike(List<Match> matches, ErrorMemory memory) {
        Set<String> known = new LinkedHashSet<>();
        matches.forEach(match -> {
            TextId id = TextId.parse(match.id());
            known.add(
                    id.isRemembered()
                            ? memory.find(id.name())
                                    .orElseThrow()
                                    .solution()
                                    .orElseThrow()
                                    .knownError()
                            : id.name());
        });
        return List.copyOf(known);
    }

    private void write() throws IOException {
        StringBuilder table = new StringBuilder("| by | category, first | solution, among three |\n|---|---|---|\n");
        rows.forEach((name, figures) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %.0f %% | %s |%n",
                name,
                100 * figures.category(),
                figures.solution() < 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * figures.solution()))));
        if (Boolean.getBoolean("mehari.docs.write")) {
            String page = Files.readString(PAGE);
            Files.writeString(
                    PAGE,
                    page.replaceFirst(
                            "(?s)(<!-- table: similarity -->\n).*?(<!-- end: similarity -->)", "$1" + table + "$2"));
        }
    }

    /** Shares of the test part; a solution below 0 stands for none. */
    private record Figures(double category, double solution) {
        static Figures ofCategories(Function<LabelledErrors, String> category) {
            return new Figures(
                    share(TEST.stream()
                            .map(error -> category.apply(error).equals(error.category()))
                            .toList()),
                    -1);
        }

        static Figures ofSolutions(Function<String, List<String>> ranking) {
            List<Boolean> categories = new ArrayList<>();
            List<Boolean> solutions = new ArrayList<>();
            for (LabelledErrors error : TEST) {
                List<String> ranked = ranking.apply(error.message());
                String first = ranked.isEmpty()
                        ? ""
                        : KNOWLEDGE.find(ranked.get(0)).orElseThrow().category();
                categories.add(first.equals(error.category()));
                solutions.add(ranked.subList(0, Math.min(3, ranked.size())).contains(error.knownError()));
            }
            return new Figures(share(categories), share(solutions));
        }

        private static double share(List<Boolean> found) {
            return found.stream().filter(is -> is).count() / (double) found.size();
        }
    }
}
