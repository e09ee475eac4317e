package io.mehari.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions are kept by content, bounded, and read as they were written. */
class VersionStoreTest {
    private static final String HOME = "/here/config";

    @TempDir
    Path directory;

    @Test
    void aVersionIsReadAsItWasWritten() throws IOException {
        VersionStore store = store(5);
        KeptVersion kept = store.keep(
                set("a", "1"),
                false,
                new Remarks(
                        Instant.parse("2026-01-02T03:04:05Z"),
                        new Author("api", "ada", "why"),
                        List.of("routes/a.yaml:1:2: wrong", "and more"),
                        new Effective(7, "wanted", "running"),
                        HOME));

        KeptVersion read = store(5).all().get(0);

        assertThat(read).isEqualTo(kept);
        assertThat(read.effective().isReached()).isFalse();
        assertThat(texts(store(5).files(read))).containsExactly(java.util.Map.entry("config/a.yaml", "1"));
    }

    @Test
    void oneContentIsKeptOnce() throws IOException {
        VersionStore store = store(5);
        keep(store, "same", true);
        keep(store, "other", true);
        keep(store, "same", true);

        assertThat(names("contents")).hasSize(2);
        assertThat(store.all()).extracting(KeptVersion::number).containsExactly(3, 2, 1);
    }

    @Test
    void noMoreVersionsAreKeptThanWanted() throws IOException {
        VersionStore store = store(3);
        for (int i = 1; i <= 10; i++) {
            keep(store, "content " + i, true);
        }

        assertThat(store.all()).extracting(KeptVersion::number).containsExactly(10, 9, 8);
        assertThat(store(3).all()).isEqualTo(store.all());
        assertThat(names("contents")).hasSize(3);
    }

    @Test
    void theLastThatWasTakenSurvivesAnyNumberOfRefusedOnes() throws IOException {
        VersionStore store = store(3);
        keep(store, "good", true);
        for (int i = 1; i <= 10; i++) {
            keep(store, "bad " + i, false);
        }

        assertThat(store.all()).extracting(KeptVersion::number).containsExactly(11, 10, 1);
        assertThat(texts(store.files(store.lastGood(HOME).orElseThrow()))).containsValue("good");
    }

    @Test
    void whatWasRefusedSinceIsNotGoodAnyMore() throws IOException {
        VersionStore store = store(5);
        keep(store, "old", true);
        keep(store, "new", true);
        keep(store, "new", false);

        assertThat(store.lastGood(HOME).orElseThrow().number()).isEqualTo(1);
    }

    @Test
    void versionsOfOtherPlacesAreNotUsed() throws IOException {
        VersionStore store = store(5);
        keep(store, "here", true);

        assertThat(store.lastGood("/there/config")).isEmpty();
    }

    @Test
    void whatIsDamagedIsPassedOver() throws IOException {
        VersionStore store = store(5);
        keep(store, "first", true);
        KeptVersion second = keep(store, "second", true);
        Path content = directory.resolve("contents").resolve(second.files().get("config/a.yaml"));
        Files.writeString(content, "changed by hand");
        Files.writeString(directory.resolve("versions/000000009.json"), "{\"version\": 9, ");

        VersionStore again = store(5);

        assertThat(again.all()).extracting(KeptVersion::number).containsExactly(2, 1);
        assertThat(again.lastGood(HOME).orElseThrow().number()).isEqualTo(1);
        assertThatThrownBy(() -> again.files(second)).hasMessageContaining("config/a.yaml is damaged");
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaid() throws IOException {
        Files.writeString(directory.resolve("contents"), "a file where a folder is wanted");

        assertThatThrownBy(() -> keep(store(5), "x", true)).isInstanceOf(IOException.class);
        assertThat(store(5).all()).isEmpty();
    }

    private VersionStore store(int most) {
        return new VersionStore(directory, most);
    }

    private static KeptVersion keep(VersionStore store, String content, boolean accepted) throws IOException {
        return store.keep(
                set("a", content),
                accepted,
                new Remarks(Instant.EPOCH, Author.FILE, List.of(), new Effective(1, "", ""), HOME));
    }

    private static FileSet set(String name, String content) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("config/" + name + ".yaml", content.getBytes(StandardCharsets.UTF_8));
        return new FileSet(files);
    }

    private static TreeMap<String, String> texts(FileSet set) {
        TreeMap<String, String> texts = new TreeMap<>();
        set.files().forEach((name, content) -> texts.put(name, new String(content, StandardCharsets.UTF_8)));
        return texts;
    }

    private List<Path> names(String folder) throws IOException {
        try (Stream<Path> found = Files.list(directory.resolve(folder))) {
            return found.toList();
        }
    }
}
