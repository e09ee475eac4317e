package io.mehari.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that is killed at any step of a change leaves files, after the next start, either all as they were or all as they
 * were to be, and a last version that can be read whole. The steps are counted by the code itself.
 */
class KillPointsTest {
    private static final Effective NOTHING = new Effective(1, "", "");
    private static final Map<String, String> BEFORE =
            Map.of("routes/tools/a.yaml", "a1", "routes/tools/b.yaml", "b1", "config/application.yaml", "x: 1");
    private static final Map<String, String> AFTER =
            Map.of("routes/tools/a.yaml", "a2", "routes/tools/c.yaml", "c2", "config/application.yaml", "x: 2");

    @TempDir
    Path directory;

    private Places places;
    private Path history;

    /** The kill: nothing that follows runs, but {@code finally}, which the code does not have there. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Kills at a step; counts them all if that one never comes. */
    private static final class Killer implements Steps {
        private final int at;
        private final List<String> steps = new ArrayList<>();

        Killer(int at) {
            this.at = at;
        }

        @Override
        public void reached(String step) {
            steps.add(step);
            if (steps.size() == at) {
                throw new Killed();
            }
        }
    }

    static IntStream steps() throws IOException {
        Path scratch = Files.createTempDirectory("steps");
        try {
            KillPointsTest dry = new KillPointsTest();
            dry.begin(scratch);
            Killer counter = new Killer(0);
            dry.change(counter);
            assertThat(counter.steps)
                    .anyMatch(step -> step.startsWith("half written"))
                    .anyMatch(step -> step.startsWith("written beside"))
                    .anyMatch(step -> step.startsWith("in place"))
                    .anyMatch(step -> step.startsWith("deleted"));
            return IntStream.rangeClosed(1, counter.steps.size());
        } finally {
            FileFolder.empty(scratch);
        }
    }

    @ParameterizedTest(name = "step {0}")
    @MethodSource("steps")
    void aKillLeavesOneOfBothStates(int step) throws IOException {
        begin(directory);
        Killer killer = new Killer(step);

        assertThatThrownBy(() -> change(killer)).isInstanceOf(Killed.class);
        new ChangeJournal(history).recover(places);

        assertThat(onDisk()).as(killer.steps.get(step - 1)).isIn(new TreeMap<>(BEFORE), new TreeMap<>(AFTER));
        VersionStore store = new VersionStore(history, 3);
        KeptVersion good = store.lastGood(places.home()).orElseThrow();
        assertThat(texts(store.files(good))).isIn(new TreeMap<>(BEFORE), new TreeMap<>(AFTER));
        assertThat(temporary()).as("left in the folders of files").isEmpty();
        assertThat(new ChangeJournal(history).isPending()).isFalse();
        store.keep(set(AFTER), true, remarks());
        assertThat(store.all().get(0).number()).isGreaterThan(good.number());
    }

    @Test
    void aKillWhileAChangeIsTakenBackIsTakenBackFurther() throws IOException {
        for (int step = 1; step < 6; step++) {
            Path own = directory.resolve("at-" + step);
            begin(own);
            new ChangeJournal(history)
                    .write(places, changes(Map.of("routes/tools/a.yaml", "a2", "routes/tools/c.yaml", "c2")));
            Killer killer = new Killer(step);
            assertThatThrownBy(() -> new ChangeJournal(history, killer).recover(places))
                    .isInstanceOf(Killed.class);

            new ChangeJournal(history).recover(places);

            assertThat(onDisk()).as("step %d", step).isEqualTo(new TreeMap<>(BEFORE));
        }
    }

    @Test
    void whatSomebodyWroteSinceTheKillStays() throws IOException {
        begin(directory);
        ChangeJournal journal = new ChangeJournal(history);
        journal.write(places, changes(Map.of("routes/tools/a.yaml", "a2", "routes/tools/c.yaml", "c2")));
        Files.writeString(places.path("routes/tools/a.yaml"), "mine");

        assertThat(new ChangeJournal(history).recover(places)).containsExactly("routes/tools/c.yaml");

        assertThat(onDisk()).containsEntry("routes/tools/a.yaml", "mine").doesNotContainKey("routes/tools/c.yaml");
    }

    @Test
    void onlyTheOwnerMayReadWhatIsKept() throws IOException {
        begin(directory);
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        change(new Killer(0));
        try (Stream<Path> all = Files.walk(history)) {
            assertThat(all.toList())
                    .hasSizeGreaterThan(5)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void aWrittenFileKeepsItsPermissions() throws IOException {
        begin(directory);
        Path file = places.path("routes/tools/a.yaml");
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        new ChangeJournal(history).write(places, changes(Map.of("routes/tools/a.yaml", "a2")));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    private void begin(Path folder) throws IOException {
        places = new Places(
                folder.resolve("routes"),
                folder.resolve("config"),
                folder.resolve("config/mcp-servers.json"),
                Set.of());
        history = folder.resolve("data/history");
        for (Map.Entry<String, String> file : BEFORE.entrySet()) {
            Path path = places.path(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        VersionStore store = new VersionStore(history, 3);
        store.keep(set(Map.of("config/application.yaml", "x: 0")), true, remarks());
        store.keep(set(Map.of("config/application.yaml", "x: 0.5")), true, remarks());
        store.keep(set(BEFORE), true, remarks());
    }

    /** What a change does: files, then the end of the journal, then the record, which drops the oldest version. */
    private void change(Steps steps) throws IOException {
        ChangeJournal journal = new ChangeJournal(history, steps);
        journal.write(places, changes(AFTER));
        journal.finish();
        new VersionStore(history, 3, steps).keep(set(AFTER), true, remarks());
    }

    private static Map<String, byte[]> changes(Map<String, String> texts) {
        Map<String, byte[]> changes = new TreeMap<>(set(texts).files());
        if (texts == AFTER) {
            changes.put("routes/tools/b.yaml", null);
        }
        return changes;
    }

    private static FileSet set(Map<String, String> texts) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return new FileSet(files);
    }

    private static TreeMap<String, String> texts(FileSet set) {
        TreeMap<String, String> texts = new TreeMap<>();
        set.files().forEach((name, content) -> texts.put(name, new String(content, StandardCharsets.UTF_8)));
        return texts;
    }

    private TreeMap<String, String> onDisk() {
        return texts(FilesOnDisk.in(places).set());
    }

    private List<Path> temporary() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path root : List.of(places.routes(), places.config())) {
            try (Stream<Path> all = Files.walk(root)) {
                all.filter(path -> path.getFileName().toString().endsWith(".tmp"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private Remarks remarks() {
        return new Remarks(Instant.EPOCH, Author.FILE, List.of(), NOTHING, places.home());
    }
}
