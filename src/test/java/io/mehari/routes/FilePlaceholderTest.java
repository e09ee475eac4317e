package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.ToolCallResult;
import io.mehari.launch.GatewayFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("F18: {{file:...}} in a route is the content of the file")
class FilePlaceholderTest {
    @TempDir
    static Path directory;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
    }

    @AfterAll
    static void close() {
        gateway.close();
        gateway = null;
    }

    @Test
    void isTheContentAsItIsAtEachReload() throws IOException {
        Path secret = Files.writeString(directory.resolve("token"), "first-value\n");
        assertThat(answer("{{file:" + secret + "}}!")).contains("first-value!");

        Files.writeString(secret, "second-value");
        assertThat(answer("{{file:" + secret + "}}!")).contains("second-value!");
    }

    @Test
    void hasADefault() {
        assertThat(answer("{{file:" + directory.resolve("nowhere") + ":nothing}}!"))
                .contains("nothing!");
    }

    @Test
    void aFileThatIsMissingRefusesTheRoutesByItsName() {
        assertThatThrownBy(() -> answer("{{file:" + directory.resolve("nowhere") + "}}"))
                .hasMessageContaining("{{file:" + directory.resolve("nowhere") + "}}: the file cannot be read");
    }

    @Test
    void theContentStandsInNoRefusal() throws IOException {
        Path secret = Files.writeString(directory.resolve("password"), "hunter2-hunter2");

        assertThatThrownBy(() -> write("- to: 'log:x?level={{file:" + secret + "}}'"))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hunter2"));
    }

    private static String answer(String text) {
        write("- setBody:\n    constant: '" + text + "'");
        ToolCallResult result = gateway.outcome("camel", "reads", "{}");
        return ((ToolCallResult.Success) result).result().toString();
    }

    private static void write(String steps) {
        gateway.write("tools/reads.camel.yaml", """
                - route:
                    id: reads
                    from:
                      uri: ai-tool:reads
                      parameters:
                        description: A tool of a test
                      steps:
                %s
                """.formatted(steps.indent(8).stripTrailing()));
        try {
            gateway.reload();
        } finally {
            gateway.delete("tools/reads.camel.yaml");
        }
    }
}
