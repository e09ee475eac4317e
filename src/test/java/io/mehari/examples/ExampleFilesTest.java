package io.mehari.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.launch.RouteFilesCheck;
import io.mehari.routes.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/** What can be said of the examples without running them. */
class ExampleFilesTest {
    @TempDir
    Path directory;

    static List<String> names() {
        return ExamplesFixture.names();
    }

    @Test
    void thereAreTenAndMore() {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(10);
    }

    @ParameterizedTest
    @MethodSource("names")
    void standsInThePageAndSaysHowToTryIt(String example) throws IOException {
        assertThat(Files.readString(ExamplesFixture.EXAMPLES.resolve("README.md")))
                .contains("| [" + example + "](" + example + ") |");
        StringBuilder comments = new StringBuilder();
        try (var files = Files.walk(ExamplesFixture.EXAMPLES.resolve(example))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).startsWith("# Example: ");
                Files.readAllLines(file).stream()
                        .takeWhile(line -> line.startsWith("#"))
                        .forEach(comments::append);
            }
        }
        assertThat(comments).contains("To try it: copy ");
    }

    /** Each by itself beside the shipped set, as a reader copies it. */
    @ParameterizedTest
    @MethodSource("names")
    void nothingIsFoundInIt(String example) throws IOException {
        Path routes = directory.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        FileSystemUtils.copyRecursively(ExamplesFixture.EXAMPLES.resolve(example), routes);
        Map<String, String> settings = ExamplesFixture.settings("http://127.0.0.1:1", directory);
        List<Finding> findings = RouteFilesCheck.of(
                        routes, true, directory.resolve("plugins"), Set.of("files"), settings::get)
                .findings();
        assertThat(findings).isEmpty();
    }

    /** A reader who replaces a shipped file gets what it says and one step, nothing else. */
    @ParameterizedTest
    @CsvSource({
        "pii-masking, pipeline/tool-call-dispatch.camel.yaml, tool-call-mask",
        "approval, pipeline/tool-call.camel.yaml, tool-call-approve"
    })
    void changedCopiesDifferInOneStep(String example, String file, String step) throws IOException {
        List<String> copy = lines(ExamplesFixture.EXAMPLES.resolve(example).resolve(file));
        List<String> shipped = lines(Path.of("routes").resolve(file));
        int begin = 0;
        while (begin < shipped.size() && shipped.get(begin).equals(copy.get(begin))) {
            begin++;
        }
        int more = copy.size() - shipped.size();
        assertThat(copy.subList(begin, begin + more)).hasSize(6).anyMatch(line -> line.contains("name: " + step));
        assertThat(copy.subList(begin + more, copy.size())).isEqualTo(shipped.subList(begin, shipped.size()));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
