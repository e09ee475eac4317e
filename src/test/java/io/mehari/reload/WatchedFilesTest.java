package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two looks are equal if nobody has written between them. */
class WatchedFilesTest {
    @TempDir
    Path directory;

    private Path tools;
    private WatchedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        tools = Files.createDirectories(directory.resolve("routes/tools"));
        Files.createDirectories(directory.resolve("config/backup"));
        Files.writeString(tools.resolve("one.camel.yaml"), "one");
        Files.writeString(directory.resolve("config/mcp-servers.json"), "{}");
        files = new WatchedFiles(
                List.of(directory.resolve("routes")),
                List.of(directory.resolve("config")),
                List.of(directory.resolve("elsewhere.json")));
    }

    @Test
    void nothingChangesByItself() {
        assertThat(files.look()).isEqualTo(files.look()).hasSize(4);
    }

    @Test
    void seesWhatIsWrittenMadeRemovedAndRenamed() throws IOException {
        changes(() -> Files.writeString(tools.resolve("one.camel.yaml"), "longer"));
        changes(() -> Files.writeString(tools.resolve("two.camel.yaml"), "two"));
        changes(() -> Files.move(tools.resolve("two.camel.yaml"), tools.resolve("three.camel.yaml")));
        changes(() -> Files.delete(tools.resolve("three.camel.yaml")));
        changes(() -> Files.writeString(directory.resolve("elsewhere.json"), "{}"));
        changes(() -> Files.writeString(directory.resolve("config/heartbeat.json"), "{}"));
    }

    @Test
    void seesAnotherFileOfTheSameSizeThatReplacesOne() throws IOException {
        Path file = tools.resolve("one.camel.yaml");
        var time = Files.getLastModifiedTime(file);
        changes(() -> {
            Path beside = Files.writeString(tools.resolve("one.tmp"), "two");
            Files.setLastModifiedTime(beside, time);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Test
    void seesTheLinkOfAConfigMapSwapped() throws IOException {
        Path mounted = Files.createDirectories(directory.resolve("routes/recovery"));
        Path before = Files.createDirectories(mounted.resolve("..2026_01"));
        Files.writeString(before.resolve("own.camel.yaml"), "before");
        Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(mounted.resolve("own.camel.yaml"), Path.of("..data/own.camel.yaml"));
        changes(() -> {
            Path after = Files.createDirectories(mounted.resolve("..2026_02"));
            Files.writeString(after.resolve("own.camel.yaml"), "after!");
            Files.createSymbolicLink(mounted.resolve("..data_tmp"), Path.of("..2026_02"));
            Files.move(mounted.resolve("..data_tmp"), mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".one.camel.yaml.swp",
                "one.camel.yaml~",
                "one.camel.yaml.tmp",
                "4913",
                ".#one.camel.yaml",
                "#one.camel.yaml#",
                ".goutputstream-X1",
                "one.camel.yaml___jb_tmp___"
            })
    void whatEditorsWriteForAMomentIsNothing(String name) throws IOException {
        var before = files.look();
        Files.writeString(tools.resolve(name), "x");
        assertThat(files.look()).isEqualTo(before);
    }

    @Test
    void foldersInConfigAndFoldersThatAreNotThereAreNothing() throws IOException {
        var before = files.look();
        Files.writeString(directory.resolve("config/backup/mcp-servers.json"), "{}");
        assertThat(files.look()).isEqualTo(before);
        assertThat(new WatchedFiles(List.of(directory.resolve("no")), List.of(), List.of()).look())
                .isEmpty();
    }

    @Test
    void aLinkInACircleEndsNothing() throws IOException {
        Files.createSymbolicLink(tools.resolve("circle"), directory.resolve("routes"));
        assertThat(files.look()).isEqualTo(files.look());
    }

    private void changes(Change change) throws IOException {
        var before = files.look();
        change.make();
        assertThat(files.look()).isNotEqualTo(before);
    }

    /** Something that is done to files. */
    private interface Change {
        void make() throws IOException;
    }
}
