package io.mehari.guides;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.GatewayCommand;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A newcomer's way: README.md and the guides from their first command to their last, each page in an empty folder, with
 * the distribution that this build has packaged. What a page shows is what its commands print.
 *
 * <p>Left out: the clone and the two commands of Maven in README.md. The one for the tests cannot run inside itself: the
 * build that runs this test is the one it begins, and {@code .ci/run} begins it by README.md's own line, on a clean clone.
 * The one that starts the gateway is that of {@link ReadmeStartIT}; here the packaged one starts in its place. {@code npx} finds the packages of
 * {@code src/test/interop} instead of asking the registry. Blocks that a page says to be checked for their syntax only
 * are the business of {@link GuideBlocksTest}.
 */
@Requires({Requirement.BASH, Requirement.CURL, Requirement.PYTHON, Requirement.NODE, Requirement.NPM_PACKAGES})
class GuideCommandsIT {
    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    /** Pages start the program some fifty times, each in a third of the time with an archive: the build's, or one of its own. */
    @BeforeAll
    static void prepare() throws Exception {
        if (GatewayCommand.archive().isPresent()) {
            return;
        }
        ProcessBuilder prepare = new ProcessBuilder(program().resolve("mehari").toString(), "prepare");
        prepare.environment().put("JAVA_HOME", System.getProperty("java.home"));
        prepare.environment().put("MEHARI_ARCHIVE", archive().toString());
        prepare.environment().put("MEHARI_JAVA_OPTS", GuideShell.OPTIONS);
        Path log = shared.resolve("prepare.log");
        int code = prepare.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(code).as(Files.readString(log)).isZero();
    }

    private static Path archive() {
        return GatewayCommand.archive().orElse(shared.resolve("classes.jsa"));
    }

    /** Where the packaged program is. */
    private static Path program() throws IOException {
        return only(only(Path.of("target"), "mehari-*-dist"), "mehari-*").resolve("bin");
    }

    static List<GuidePage> pages() {
        return GuidePage.walked();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatThePageShowsIsWhatHappens(GuidePage page) throws IOException {
        Path folder = Files.createDirectory(directory.toRealPath().resolve("reader"));
        Path notes = Files.createDirectory(directory.toRealPath().resolve("notes"));
        Files.createSymbolicLink(folder.resolve("node_modules"), NpmPackages.DIRECTORY.resolve("node_modules"));
        List<Path> searchPath = new ArrayList<>(List.of(Requirement.NODE.path().getParent()));
        if (unpacksByItself(page)) {
            Path archive = only(Path.of("target"), "mehari-*-dist.tar.gz");
            Files.copy(archive, folder.resolve(archive.getFileName()));
        } else {
            searchPath.add(program());
        }
        try (GuideShell shell = new GuideShell(folder, notes, searchPath, archive())) {
            assertThat(new GuideWalk(shell, notes).follow(page))
                    .as("blocks of commands that ran")
                    .isPositive();
        } finally {
            Files.delete(folder.resolve("node_modules"));
        }
    }

    private static boolean unpacksByItself(GuidePage page) {
        return page.blocks().stream().anyMatch(block -> block.text().contains("tar xzf mehari"));
    }

    private static Path only(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            return found.iterator().next().toAbsolutePath();
        }
    }
}
