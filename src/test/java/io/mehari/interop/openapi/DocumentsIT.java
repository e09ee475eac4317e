package io.mehari.interop.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.support.NpmPackages;
import io.mehari.support.PythonPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two validators that know nothing of each other take every document of real servers and of an awkward one. */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES, Requirement.PYTHON, Requirement.PYTHON_PACKAGES})
class DocumentsIT {
    /** Ways to ask for a document. */
    private static final List<String> QUERIES = List.of("", "?schema=full", "?openapi=3.0", "?schema=full&openapi=3.0");

    @TempDir
    private static Path directory;

    private static DescribedGateway gateway;
    private static List<Path> documents;

    @BeforeAll
    static void writeAllDocuments() throws IOException {
        gateway = DescribedGateway.start(directory, Map.of());
        documents = new ArrayList<>();
        for (String path : DescribedGateway.paths()) {
            for (String query : QUERIES) {
                documents.add(gateway.file(path + query));
            }
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null; // or all it is made of stays in memory
    }

    @Test
    void validatorInPythonTakesAll() throws IOException {
        assertThat(PythonPackages.run("openapi-spec-validator", names()).lines())
                .hasSize(documents.size())
                .allSatisfy(line -> assertThat(line).endsWith(": OK"));
    }

    @Test
    void validatorInNodeTakesAll() throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of(NpmPackages.DIRECTORY.resolve("validate.mjs").toString()), Stream.of(names()))
                .toArray(String[]::new);
        assertThat(Requirement.NODE.run(arguments).lines())
                .hasSize(documents.size())
                .allSatisfy(line -> assertThat(line).startsWith("valid 3."));
    }

    @Test
    void everyToolIsAnOperation() {
        for (String server : DescribedGateway.SERVERS) {
            JsonNode paths = gateway.document("/" + server + "/openapi.json").path("paths");
            JsonNode tools = gateway.document("/api/v1/tools?limit=1000&server=" + server)
                    .at("/data/tools");
            assertThat(paths).as(server).hasSameSizeAs(tools);
        }
    }

    private static String[] names() {
        return documents.stream().map(Path::toString).toArray(String[]::new);
    }
}
