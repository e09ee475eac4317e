package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCallResult;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.Trials;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of hundreds of route files is checked and read again; how long that takes is printed, and part of the bench. */
class ManyRouteFilesTest {
    private static final int FILES = Trials.count(100, 500);

    @TempDir
    Path directory;

    @Test
    @DisplayName("S0.7: hundreds of route files are checked and take effect")
    void areCheckedAndTakeEffect() throws Exception {
        try (GatewayFixture gateway = GatewayFixture.serving(directory)) {
            for (int number = 0; number < FILES; number++) {
                gateway.write("tools/many-" + number + ".camel.yaml", tool(number));
            }
            long begin = System.nanoTime();
            Said said = check();
            long checked = System.nanoTime();
            gateway.reload();
            long served = System.nanoTime();
            System.out.printf(
                    "%d route files: checked in %d ms, serve after %d ms%n",
                    FILES,
                    TimeUnit.NANOSECONDS.toMillis(checked - begin),
                    TimeUnit.NANOSECONDS.toMillis(served - checked));

            assertThat(said.status()).as(said.text()).isZero();
            assertThat(answer(gateway, "many_" + (FILES - 1)))
                    .contains("version " + (FILES - 1));
            assertThat(answer(gateway, "many_0")).contains("version 0");
            gateway.write("tools/many-7.camel.yaml", tool(7).replace("setBody", "setBdy"));
            Said wrong = check();
            assertThat(wrong.status()).isNotZero();
            assertThat(wrong.text()).contains("many-7.camel.yaml", "setBdy");
        }
    }

    private Said check() throws IOException {
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(directory.resolve("config/mcp-servers.json"), "{\"mcpServers\": {}}");
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        int status = new CommandLineInterface(Map.of()).execute(writer, writer, "check", directory.toString());
        return new Said(status, text.toString());
    }

    private static String tool(int number) {
        return """
                # Says its number.
                - route:
                    id: many_%1$d
                    description: Says its number
                    from:
                      uri: ai-tool:many_%1$d
                      parameters:
                        description: Says its number
                      steps:
                        - choice:
                            when:
                              - simple: "${body} == null"
                                steps:
                                  - setBody:
                                      constant: nothing
                        - setBody:
                            constant: version %1$d
                """.formatted(number);
    }

    private static String answer(GatewayFixture gateway, String tool) {
        ToolCallResult result = gateway.outcome("camel", tool, "{}");
        assertThat(result).isInstanceOf(ToolCallResult.Success.class);
        return ((ToolCallResult.Success) result).result().toString();
    }

    private record Said(int status, String text) {}
}
