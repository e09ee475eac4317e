package io.mehari.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S0.7: every mistake of route files is found at once, with file, line, column and a suggestion")
class RouteCheckTest {
    private static Surroundings surroundings;
    private static List<SourceFile> shipped;

    @BeforeAll
    static void look() throws IOException {
        surroundings = new Surroundings(GatewayBeans.find(), Set.of("everything"), name -> null);
        shipped = RouteMistakeFiles.shipped();
    }

    static Stream<String> names() {
        return RouteMistakeFiles.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyMistakeOfAFileIsFoundAndNoOther(String name) throws IOException {
        assertThat(checked(file(name)).stream().map(RouteCheckTest::line))
                .containsExactlyElementsOf(RouteMistakeFiles.expected(name));
    }

    @Test
    void thereIsAFileForEveryRule() throws IOException {
        Set<String> rules = new java.util.TreeSet<>();
        for (String name : names().toList()) {
            RouteMistakeFiles.expected(name).forEach(line -> rules.add(line.split(" ")[1]));
        }
        assertThat(rules)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(Rule.CONFIGURATION, Rule.PLUGIN)).stream()
                                .map(Rule::id)
                                .toList());
    }

    @Test
    void theReferencePageHasEveryRule() throws IOException {
        String page = Files.readString(Path.of("docs/reference/check.md"));
        for (Rule rule : Rule.values()) {
            assertThat(page).contains("`" + rule.id() + "`");
        }
    }

    @Test
    void shippedFilesHaveNoMistakeAndNoOddity() {
        assertThat(shipped).hasSizeGreaterThan(30);
        assertThat(checked()).isEmpty();
    }

    @Test
    void mistakesOfSeveralFilesAreToldTogether() throws IOException {
        List<Finding> found = checked(file("unknown-bean"), file("yaml-syntax"), file("cycle"));

        assertThat(found.stream().filter(Finding::isError).map(Finding::file).distinct())
                .containsExactly(
                        "tools/cycle.camel.yaml", "tools/unknown-bean.camel.yaml", "tools/yaml-syntax.camel.yaml");
    }

    @Test
    void whatAFileThatCannotBeReadMayHoldIsNotMissed() {
        SourceFile broken = text("tools/broken.camel.yaml", "- route: {id: far, from: {uri: direct:far, steps: [");
        SourceFile caller = text(
                "tools/caller.camel.yaml",
                "- route:\n    id: caller\n    from:\n      uri: direct:caller\n      steps:\n        - to: direct:far\n"
                        + "        - to: direct:further\n");

        assertThat(checked(broken, caller).stream().map(Finding::message))
                .hasSize(2)
                .anyMatch(message -> message.startsWith("not YAML"))
                .contains("no route starts from direct://further");
    }

    /** Camel compares ids of routes and of their steps, and takes these. */
    @Test
    void fromMayHaveOneIdInSeveralFiles() {
        String route = "- route:\n    id: %1$s\n    from:\n      id: receive\n      uri: direct:%1$s\n      steps:\n"
                + "        - log: %1$s\n";
        assertThat(checked(
                        text("tools/one.camel.yaml", route.formatted("one")),
                        text("tools/two.camel.yaml", route.formatted("two"))))
                .isEmpty();
    }

    @Test
    void secretsAreNeverQuoted() throws IOException {
        assertThat(checked(file("clear-text-secret")).toString())
                .contains("apiKey", "Authorization", "passphrase")
                .doesNotContain("hunter2", "dXNlcjpodW50ZXIy", "correct-horse");
    }

    @Test
    void placeholdersAreFilledInBeforeNamesAreLookedUp() {
        SourceFile caller = text(
                "tools/caller.camel.yaml",
                "- route:\n    id: caller\n    from:\n      uri: direct:caller\n      steps:\n"
                        + "        - to: \"direct:{{where.to}}\"\n");
        List<SourceFile> files = new ArrayList<>(shipped);
        files.add(caller);
        Map<String, String> settings = Map.of("where.to", "tool-call-record");

        assertThat(RouteCheck.of(files, new Surroundings(surroundings.beans(), Set.of(), settings::get)))
                .isEmpty();
    }

    /** How long it takes is measured by hand; that all are looked at is what a change could break. */
    @Test
    void ofFiveHundredRoutesEachIsLookedAt() {
        SourceFile[] files = new SourceFile[500];
        Arrays.setAll(
                files,
                i -> text(
                        "tools/tool-" + i + ".camel.yaml",
                        "- route:\n    id: tool-" + i + "\n    from:\n      uri: ai-tool:tool_" + i
                                + "\n      steps:\n        - setBody:\n            simple: ${body}\n        - to: direct:gone-"
                                + i
                                + "\n"));

        assertThat(checked(files)).hasSize(500).allMatch(finding -> finding.line() == 8);
    }

    private static List<Finding> checked(SourceFile... added) {
        List<SourceFile> files = new ArrayList<>(shipped);
        files.addAll(List.of(added));
        return RouteCheck.of(files, surroundings);
    }

    private static SourceFile file(String name) throws IOException {
        return new SourceFile("tools/" + name + ".camel.yaml", RouteMistakeFiles.content(name), false);
    }

    private static SourceFile text(String name, String content) {
        return new SourceFile(name, content.getBytes(StandardCharsets.UTF_8), false);
    }

    private static String line(Finding finding) {
        return (finding.isError() ? "error " : "warning ") + finding.rule().id() + " " + finding.line() + ":"
                + finding.column() + " " + finding.text();
    }
}
