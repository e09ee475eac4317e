package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.mehari.protocol.Json;
import io.mehari.support.LogsAgain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.w3c.dom.Element;

/** {@code mehari check} of a folder: configuration and route files, in three forms. */
@ExtendWith(LogsAgain.class)
class CheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int check(String... more) {
        List<String> arguments = new ArrayList<>(List.of("check", folder.toString()));
        arguments.addAll(List.of(more));
        return new CommandLineInterface(Map.of())
                .execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
    }

    @BeforeEach
    void copyShippedFiles() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
        FileSystemUtils.copyRecursively(Path.of("config"), folder.resolve("config"));
    }

    private void breakFiles() throws IOException {
        Files.writeString(folder.resolve("routes/tools/a.camel.yaml"), "- route: [");
        Files.writeString(
                folder.resolve("routes/tools/b b.camel.yaml"),
                "- route:\n    id: b\n    from:\n      uri: direct:b\n      steps:\n        - setBdy: {}\n"
                        + "        - to: seda:nobody-takes\n");
        Files.writeString(folder.resolve("routes/tools/c.camel.yml"), "- route: {}");
    }

    @Test
    void shippedFilesAreRightAndTheSummarySaysHowManyWereChecked() {
        assertThat(check()).as(out.toString()).isZero();
        assertThat(out.toString()).contains("is valid").containsPattern("Checked (\\d{2}) files: nothing found");
    }

    @Test
    void everyProblemIsALineWithItsPlace() throws IOException {
        breakFiles();
        assertThat(check()).isEqualTo(1);
        String routes = folder.resolve("routes").toString();
        assertThat(out.toString())
                .contains(routes + "/tools/a.camel.yaml:1:11: error: not YAML: ")
                .contains(routes + "/tools/b b.camel.yaml:6:11: error: there is no step setBdy. Did you mean setBody?"
                        + " [dsl-schema]")
                .contains(routes + "/tools/b b.camel.yaml:7:15: warning: no route starts from seda://nobody-takes")
                .contains(routes + "/tools/c.camel.yml: warning: it is passed over: ")
                .contains("2 problems, 2 warnings");
    }

    @Test
    void warningsAloneAreNoFailure() throws IOException {
        Files.writeString(folder.resolve("routes/tools/c.camel.yml"), "- route: {}");
        assertThat(check()).isZero();
        assertThat(out.toString()).contains("0 problems, 1 warning");
    }

    @Test
    void problemsOfTheConfigurationAndOfRoutesAreToldInOneRun() throws IOException {
        breakFiles();
        Files.writeString(folder.resolve("config/mcp-servers.json"), "{\"mcpServers\": {\"x\": {\"comand\": \"y\"}}}");
        assertThat(check("--format", "sarif")).isEqualTo(1);
        JsonNode results = Json.read(out.toString()).at("/runs/0/results");
        assertThat(results.findValuesAsText("ruleId")).contains("configuration", "dsl-schema", "yaml-syntax");
    }

    @Test
    void recoveryRoutesThatErrorPatternsNameHaveToBeThere() throws IOException {
        Files.writeString(folder.resolve("config/error-patterns.yaml"), """
                        categories:
                          - {name: DATABASE, patterns: [deadlock], recover: recover-databse}
                          - {name: LATE, outcomes: [timed_out], recover: recover-timeout}
                        """);
        String told = folder.resolve("config/error-patterns.yaml") + ":2:1: error: category DATABASE has recover:"
                + " recover-databse, and no route starts from direct:recover-databse. Did you mean recover-database?"
                + " [missing-target]";
        assertThat(check()).as(out.toString()).isEqualTo(1);
        assertThat(out.toString()).contains(told).contains("1 problem");

        FileSystemUtils.deleteRecursively(folder.resolve("routes"));
        out.getBuffer().setLength(0);
        assertThat(check()).as("by the shipped routes alone").isEqualTo(1);
        assertThat(out.toString()).contains(told);

        Files.createDirectories(folder.resolve("routes/recovery"));
        Files.writeString(folder.resolve("routes/recovery/own.camel.yaml"), """
                        - route:
                            id: own
                            nodePrefixId: own.
                            from:
                              uri: direct:recover-databse
                              steps:
                                - log: {message: "mine"}
                        """);
        out.getBuffer().setLength(0);
        assertThat(check()).as(out.toString()).isZero();
    }

    @Test
    void sarifIsValidAndHasPlaces() throws IOException {
        breakFiles();
        assertThat(check("--format", "sarif")).isEqualTo(1);

        Schema schema = SchemaRegistry.withDialect(Dialects.getDraft4())
                .getSchema(Files.readString(Path.of("src/test/resources/sarif/sarif-2.1.0-rtm.5.json")));
        JsonNode log = Json.read(out.toString());
        assertThat(schema.validate(log)).isEmpty();
        assertThat(schema.validate(Json.read(out.toString().replace("\"level\" : \"error\"", "\"level\" : \"loud\""))))
                .as("the schema is looked at")
                .isNotEmpty();
        JsonNode result = log.at("/runs/0/results/1");
        assertThat(result.path("ruleId").asText()).isEqualTo("dsl-schema");
        assertThat(log.at("/runs/0/tool/driver/rules/"
                                + result.path("ruleIndex").asInt() + "/id")
                        .asText())
                .isEqualTo("dsl-schema");
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .endsWith("routes/tools/b%20b.camel.yaml");
        assertThat(result.at("/locations/0/physicalLocation/region").toString())
                .isEqualTo("{\"startLine\":6,\"startColumn\":11}");
        assertThat(err.toString()).contains("2 problems");
    }

    @Test
    void junitHasATestForEachFile() throws Exception {
        breakFiles();
        assertThat(check("--format", "junit")).isEqualTo(1);
        Element suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
        int tests = suite.getElementsByTagName("testcase").getLength();
        assertThat(tests).isGreaterThan(38);
        assertThat(suite.getAttribute("tests")).isEqualTo(Integer.toString(tests));
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(2);
        assertThat(suite.getElementsByTagName("failure").item(1).getTextContent())
                .contains("b b.camel.yaml:6:11: there is no step setBdy");
        assertThat(suite.getElementsByTagName("system-out").getLength()).isEqualTo(2);
    }

    @Test
    void aWrongFormatIsAWrongCommandLine() {
        assertThat(check("--format", "xml")).isEqualTo(2);
        assertThat(err.toString()).contains("--format", "TEXT, SARIF, JUNIT");
    }

    @Test
    void aFolderWithoutAnythingToCheckIsSaidToBeOne(@TempDir Path empty) {
        folder = empty;
        assertThat(check()).isEqualTo(1);
        assertThat(out.toString()).contains("There is nothing to check");
    }
}
