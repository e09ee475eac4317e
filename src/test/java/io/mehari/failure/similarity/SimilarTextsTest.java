package io.mehari.failure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real models, which are on the class path of tests. */
class SimilarTextsTest {
    private static final Map<String, String> TEXTS = Map.of(
            "down", "Could not connect to PostgreSQL",
            "busy", "Too many requests",
            "disk", "No space left on device");

    @TempDir
    Path folder;

    @Test
    void comparesByMeaningOnceTheModelIsThere() {
        try (SimilarTexts texts = texts("all-minilm-l6-v2-q", LuceneVectorIndex::open)) {
            texts.replace(TEXTS);
            assertThat(texts.isByMeaning()).isFalse();
            assertThat(texts.nearest("rate limit exceeded, slow down", 3)).isEmpty();
        }
        Embedder embedder = Embedder.of(new EmbeddingSettings("all-minilm-l6-v2-q", "nowhere"));
        embedder.load();
        assertThat(System.getProperty("OPT_OUT_TRACKING"))
                .as("no reports to the makers of a library")
                .isEqualTo("true");
        try (SimilarTexts texts = new SimilarTexts(embedder, folder, LuceneVectorIndex::open)) {
            texts.replace(TEXTS);
            assertThat(texts.catchUp(2)).isEqualTo(2);
            assertThat(texts.isBehind()).isTrue();
            assertThat(texts.catchUp(100)).isEqualTo(1);
            assertThat(texts.isBehind()).isFalse();
            assertThat(texts.isByMeaning()).isTrue();
            assertThat(texts.nearest("rate limit exceeded, slow down", 1).get(0).id())
                    .isEqualTo("busy");
            assertThat(texts.nearest("the disk is full", 1).get(0).id()).isEqualTo("disk");
        }
        try (SimilarTexts again = new SimilarTexts(embedder, folder, LuceneVectorIndex::open)) {
            again.replace(TEXTS);
            assertThat(again.catchUp(100)).as("vectors made after a restart").isZero();
            assertThat(again.vectors()).isEqualTo(3);
        }
    }

    @Test
    @ChangesBehaviour("mehari.errors.embedding.model")
    void theOtherModelReadsChinese() {
        Embedder embedder = Embedder.of(new EmbeddingSettings("bge-small-zh", "nowhere"));
        embedder.load();
        assertThat(embedder.state()).as(embedder.problem()).isEqualTo(Embedder.State.READY);
        try (SimilarTexts texts = new SimilarTexts(embedder, folder, LuceneVectorIndex::open)) {
            texts.replace(TEXTS);
            texts.catchUp(100);
            assertThat(texts.nearest("无法连接数据库", 1).get(0).id()).isEqualTo("down");
        }
        assertThat(Embedder.of(new EmbeddingSettings("none", "")).state()).isEqualTo(Embedder.State.OFF);
    }

    @Test
    @ChangesBehaviour("mehari.errors.embedding.directory")
    void aPackThatIsBrokenIsSaidAndLettersAreCompared() throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "this is no jar");
        Embedder broken = new Embedder("m", 0, () -> {
            throw new IllegalStateException("libonnxruntime.so: cannot open shared object file");
        });
        broken.load();
        assertThat(broken.state()).isEqualTo(Embedder.State.UNAVAILABLE);
        assertThat(broken.problem()).contains("libonnxruntime");
        try (SimilarTexts texts = new SimilarTexts(broken, folder, LuceneVectorIndex::open)) {
            texts.replace(TEXTS);
            assertThat(texts.catchUp(10)).isZero();
            assertThat(texts.nearest("too many requests (429)", 1).get(0).id()).isEqualTo("busy");
        }
        assertThat(new EmbeddingSettings("bge-small-zh", "/opt/models").folder())
                .isEqualTo(Path.of("/opt/models"));
        assertThat(new EmbeddingSettings("bge-small-zh", "").folder()).isEqualTo(Path.of("embedding"));
    }

    @Test
    void anIndexThatIsDamagedIsMadeAnew() throws IOException {
        Embedder embedder = Embedder.of(new EmbeddingSettings("all-minilm-l6-v2-q", "nowhere"));
        embedder.load();
        try (SimilarTexts texts = new SimilarTexts(embedder, folder, LuceneVectorIndex::open)) {
            texts.replace(TEXTS);
            texts.catchUp(100);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> !name.endsWith("write.lock")).toList()) {
                Files.writeString(file, "garbage");
            }
        }
        try (SimilarTexts texts = new SimilarTexts(embedder, folder, LuceneVectorIndex::open)) {
            texts.replace(TEXTS);
            assertThat(texts.catchUp(100)).isEqualTo(3);
            assertThat(texts.nearest("the disk is full", 1).get(0).id()).isEqualTo("disk");
        }
    }

    private SimilarTexts texts(String model, BiFunction<Path, String, VectorIndex> opening) {
        return new SimilarTexts(Embedder.of(new EmbeddingSettings(model, "nowhere")), folder, opening);
    }
}
