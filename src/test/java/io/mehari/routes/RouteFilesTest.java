package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {
    @TempDir
    Path directory;

    @Test
    void readsYamlInOrderOfFolderAndName() throws IOException {
        write("tools/b.camel.yaml");
        write("tools/a.camel.yaml");
        write("pipeline/z.camel.yaml");
        assertThat(read()).containsExactly("pipeline/z.camel.yaml", "tools/a.camel.yaml", "tools/b.camel.yaml");
    }

    @Test
    void leavesBackupsAndHiddenFilesAndOtherFoldersOut() throws IOException {
        write("tools/a.camel.yaml");
        for (String other : new String[] {
            "tools/a.camel.yaml~",
            "tools/a.camel.yaml.bak",
            "tools/.a.camel.yaml",
            "tools/#a.camel.yaml#",
            "tools/.a.camel.yaml.swp",
            "tools/README.md",
            "other/b.camel.yaml",
            "tools/deep/c.camel.yaml",
            "d.yaml"
        }) {
            write(other);
        }
        Files.createDirectories(directory.resolve("tools/folder.yaml"));
        assertThat(read()).containsExactly("tools/a.camel.yaml");
    }

    @Test
    void fixedRoutesAreNoPartOfAGeneration() throws IOException {
        write("maintenance/a.camel.yaml");
        assertThat(read()).isEmpty();
        assertThat(new RouteFiles(directory).read(RouteFiles.FIXED)).hasSize(1);
    }

    @Test
    void withoutTheFolderThoseInTheJarAreUsed() {
        RouteFiles files = new RouteFiles(directory.resolve("nothing"));
        assertThat(files.read(RouteFiles.PER_GENERATION))
                .extracting(RouteFile::name)
                .contains("pipeline/tool-call.camel.yaml", "upstream/mcp-upstream.kamelet.yaml");
        assertThat(files.origin()).contains("jar");
    }

    @Test
    void readsAnewEachTime() throws IOException {
        RouteFiles files = new RouteFiles(directory);
        assertThat(files.read(RouteFiles.PER_GENERATION)).isEmpty();
        write("tools/a.camel.yaml");
        assertThat(files.read(RouteFiles.PER_GENERATION)).hasSize(1);
    }

    @Test
    void theFingerprintChangesWithNamesAndContents() {
        String one = fingerprint("a", "x");
        assertThat(one).isEqualTo(fingerprint("a", "x"));
        assertThat(one).isNotEqualTo(fingerprint("b", "x")).isNotEqualTo(fingerprint("a", "y"));
    }

    private static String fingerprint(String name, String content) {
        return RouteFiles.fingerprint(List.of(new RouteFile(name, content.getBytes(StandardCharsets.UTF_8))));
    }

    private List<String> read() {
        return new RouteFiles(directory)
                .read(RouteFiles.PER_GENERATION).stream().map(RouteFile::name).toList();
    }

    private void write(String file) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "x");
    }
}
