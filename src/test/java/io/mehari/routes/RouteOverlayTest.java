package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mehari.launch.RouteFilesCheck;
import io.mehari.routes.RouteLayer.Origin;
import io.mehari.routes.check.Finding;
import io.mehari.support.ChangesBehaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of route files lies over the shipped ones (F19 of esb-wishes): it holds only what is different. */
@DisplayName("F19: an own tool needs no copy of the shipped routes")
class RouteOverlayTest {
    private static final String TIME = "tools/current-time.camel.yaml";
    private static final String VALIDATE = "pipeline/tool-call-validate.camel.yaml";

    @TempDir
    Path directory;

    @Test
    void aFolderWithOneToolTakesTheRestFromTheJar() throws IOException {
        write("tools/mine.camel.yaml", "- route: {}");

        assertThat(names(read())).contains("tools/mine.camel.yaml", TIME, VALIDATE);
        assertThat(layers()).contains(entry("tools/mine.camel.yaml", Origin.OWN), entry(VALIDATE, Origin.SHIPPED));
    }

    @Test
    void aFileTakesThePlaceOfTheShippedOneOfItsName() throws IOException {
        write(VALIDATE, "- route: {}");

        assertThat(read().stream().filter(file -> file.name().equals(VALIDATE)).map(RouteOverlayTest::text))
                .containsExactly("- route: {}");
        assertThat(layers()).contains(entry(VALIDATE, Origin.CHANGED), entry(TIME, Origin.SHIPPED));
    }

    @Test
    void anEmptyFileSwitchesTheShippedOneOff() throws IOException {
        write(TIME, "");
        write(VALIDATE, "---\n# not wanted here\n\n");

        assertThat(names(read())).doesNotContain(TIME, VALIDATE).contains("pipeline/tool-call.camel.yaml");
        assertThat(layers()).contains(entry(TIME, Origin.OFF), entry(VALIDATE, Origin.OFF));
    }

    @Test
    void anEmptyFileOfAnotherNameIsAMistake() throws IOException {
        write("tools/mine.camel.yaml", "");

        assertThat(names(read())).contains("tools/mine.camel.yaml");
    }

    @Test
    void aCopyOfAShippedFileIsToldAsSuchAndChangesNothing() throws IOException {
        List<RouteFile> shipped = read();
        write(
                TIME,
                shipped.stream()
                        .filter(file -> file.name().equals(TIME))
                        .map(RouteOverlayTest::text)
                        .findFirst()
                        .orElseThrow());

        assertThat(layers()).contains(entry(TIME, Origin.COPY));
        assertThat(RouteFiles.fingerprint(read())).isEqualTo(RouteFiles.fingerprint(shipped));
    }

    @Test
    void whatExistsOnceIsLaidOverAsWell() throws IOException {
        write("endpoint/mcp-sse.camel.yaml", "# no older clients");
        write("maintenance/mine.camel.yaml", "- route: {}");

        assertThat(names(overlay().read(RouteFiles.FIXED)))
                .contains("endpoint/rest.camel.yaml", "maintenance/mine.camel.yaml")
                .doesNotContain("endpoint/mcp-sse.camel.yaml");
    }

    @Test
    @ChangesBehaviour("mehari.routes.overlay")
    void withoutOverlayTheFolderHoldsTheWholeSet() throws IOException {
        write("tools/mine.camel.yaml", "- route: {}");

        RouteFiles whole = new RouteFiles(directory, false);
        assertThat(names(whole.read(RouteFiles.PER_GENERATION))).containsExactly("tools/mine.camel.yaml");
    }

    @Test
    void theSummaryNamesWhatDiffersOnly() throws IOException {
        assertThat(summary()).isEmpty();
        write("tools/mine.camel.yaml", "- route: {}");
        write(TIME, "");

        assertThat(summary()).isEqualTo(" (" + TIME + " off, tools/mine.camel.yaml own)");
    }

    @Test
    void theCheckReadsBothLayers() throws IOException {
        write("tools/mine.camel.yaml", """
                - route:
                    id: mine
                    from:
                      uri: ai-tool:mine
                      steps:
                        - to:
                            uri: direct:tool-call-admit
                """);
        RouteFilesCheck check = check();
        assertThat(check.findings()).noneMatch(Finding::isError);
        assertThat(check.files()).containsExactly(directory + "/tools/mine.camel.yaml");

        write(VALIDATE, "");
        assertThat(check().findings())
                .filteredOn(Finding::isError)
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .startsWith(directory + "/pipeline/tool-call.camel.yaml, line ")
                        .contains("no route starts from direct://tool-call-validate")
                        .contains("(in the file that the gateway ships)"));
    }

    private RouteFilesCheck check() {
        return RouteFilesCheck.of(directory, true, directory.resolve("plugins"), Set.of(), name -> null);
    }

    private String summary() {
        return RouteLayer.summary(overlay().layers(RouteFiles.PER_GENERATION, read()));
    }

    private RouteFiles overlay() {
        return new RouteFiles(directory, true);
    }

    private List<RouteFile> read() {
        return overlay().read(RouteFiles.PER_GENERATION);
    }

    private Map<String, Origin> layers() {
        return overlay().layers(RouteFiles.PER_GENERATION, read()).stream()
                .collect(Collectors.toMap(RouteLayer::file, RouteLayer::origin));
    }

    private static List<String> names(List<RouteFile> files) {
        return files.stream().map(RouteFile::name).toList();
    }

    private static String text(RouteFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
