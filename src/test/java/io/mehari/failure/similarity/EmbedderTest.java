package io.mehari.failure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderTest {
    /** A model whose vectors are of any length. */
    private static final Map<String, float[]> VECTORS = Map.of(
            "connection refused", new float[] {1, 0},
            "near, and short", new float[] {0.3f, 0.1f},
            "far, and long", new float[] {400, 900});

    private final Embedder embedder = new Embedder("model", 0, () -> new EmbeddingModel() {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
            return Response.from(texts.stream()
                    .map(text -> Embedding.from(VECTORS.get(text.text())))
                    .toList());
        }
    });

    @TempDir
    Path folder;

    @Test
    @DisplayName("S0.4: texts are compared by the cosine of their vectors, whatever their length")
    void theCosineCountsAndNotTheLength() {
        embedder.load();
        assertThat(embedder.state()).as(embedder.problem()).isEqualTo(Embedder.State.READY);
        for (int bruteForce : new int[] {0, 100}) {
            try (LuceneVectorIndex index =
                    LuceneVectorIndex.open(folder.resolve("index" + bruteForce), "model", bruteForce)) {
                VECTORS.keySet()
                        .forEach(text ->
                                index.add(Map.of(text, embedder.embed(text).orElseThrow())));
                List<Match> found =
                        index.nearest(embedder.embed("connection refused").orElseThrow(), 3);
                assertThat(found)
                        .extracting(Match::id)
                        .containsExactly("connection refused", "near, and short", "far, and long");
                assertThat(found.get(1).score()).isCloseTo(0.3 / Math.sqrt(0.1), within(1e-4));
                assertThat(found.get(2).score()).isCloseTo(4 / Math.sqrt(97), within(1e-4));
            }
        }
    }
}
