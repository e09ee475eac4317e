package io.mehari.interop.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.NpmPackages;
import io.mehari.support.PythonPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.support.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program reads a document of the gateway, makes requests of it, good ones and bad ones, and judges each answer by the
 * document: its status is declared, its type and its body are as declared, and none is a defect of the gateway.
 */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES, Requirement.PYTHON, Requirement.PYTHON_PACKAGES})
class PropertiesIT extends DescribedGatewayTest {
    private static final String CHECKS =
            "status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,no_defect";

    /** Of the envelope API every path, but in the short form the tools of two servers only. */
    private static final String[] SOME_TOOLS = Trials.count(1, 0) == 0
            ? new String[0]
            : new String[] {
                "--exclude-path-regex", "/api/v1/tools/(everything|filesystem|git|sequential-thinking|time)/"
            };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/everything/openapi.json",
                "/filesystem/openapi.json",
                "/memory/openapi.json",
                "/time/openapi.json",
                "/awkward/openapi.json?schema=full",
                "/api/v1/openapi.json"
            })
    void everyAnswerIsAsTheDocumentSays(String path) throws IOException {
        assertThat(judged(gateway.base() + path, path.startsWith("/api/") ? SOME_TOOLS : new String[0]))
                .contains("Test cases:")
                .containsPattern("\\d+ generated, \\d+ passed");
    }

    /** The judge would see it: a document that lies is found out. */
    @Test
    void documentThatDeclaresOtherAnswersIsFoundOut() throws IOException {
        ObjectNode document = (ObjectNode) gateway.document("/memory/openapi.json");
        for (JsonNode path : document.path("paths")) {
            ((ObjectNode) path.at("/post/responses/200/content/application~1json"))
                    .putObject("schema")
                    .put("type", "boolean");
        }
        Path lie = Files.writeString(directory.resolve("lie.json"), Json.text(document));

        assertThatThrownBy(() -> judged(lie.toString(), "--url", gateway.base() + "/memory"))
                .hasMessageContaining("Response violates schema");
    }

    private static String judged(String document, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(PythonPackages.program("schemathesis").toString(), "run", document));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--checks", CHECKS, "--phases", "examples,coverage,fuzzing"));
        arguments.addAll(List.of("--seed", "1", "--max-examples", Integer.toString(Trials.count(4, 200))));
        // One worker: ast.parse of CPython before 3.11.9 and 3.12.3 fails now and then where two threads call it.
        arguments.addAll(List.of("--workers", "1", "--no-color", "--warnings", "off", "--request-timeout", "30"));
        arguments.addAll(List.of("--generation-database", "none", "--suppress-health-check", "all"));
        Map<String, String> environment = Map.of(
                "PYTHONPATH", NpmPackages.DIRECTORY.resolve("python").toString(), "SCHEMATHESIS_HOOKS", "checks");
        String printed = Commands.run(directory, environment, arguments);
        System.out.println(printed);
        return printed;
    }
}
