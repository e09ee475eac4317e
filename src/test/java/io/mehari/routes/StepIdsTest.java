package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.ToolCallResult.Success;
import io.mehari.launch.GatewayFixture;
import io.mehari.launch.RouteFilesCheck;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids of steps are compared within their route, whoever else uses them. */
class StepIdsTest {
    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String tool(String name, String step) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: ai-tool:%1$s
                      steps:
                        - %2$s
                """.formatted(name, step);
    }

    private String answer(String tool) {
        return ((Success) gateway.outcome("camel", tool, "{}"))
                .result()
                .at("/content/0/text")
                .asText();
    }

    @Test
    void twoRoutesMayHaveStepsOfOneId() {
        gateway.write("tools/one.camel.yaml", tool("one", "setBody: {id: ask, constant: first}"));
        gateway.write("tools/two.camel.yaml", tool("two", "setBody: {id: ask, constant: second}"));
        assertThat(RouteFilesCheck.of(gateway.routes, false, gateway.plugins, Set.of("files"), name -> null)
                        .findings())
                .isEmpty();
        gateway.reload();
        assertThat(answer("one")).isEqualTo("first");
        assertThat(answer("two")).isEqualTo("second");
    }

    @Test
    void theIdOfAStepStaysAsItIsWritten() {
        gateway.write("tools/one.camel.yaml", tool("one", "setBody: {id: ask, constant: first}"));
        gateway.reload();
        var context =
                (ModelCamelContext) gateway.running.current().orElseThrow().context();
        assertThat(context.getRouteDefinition("one").getOutputs().get(0).getId())
                .isEqualTo("ask");
        assertThat(context.getRouteDefinition("current-time").getNodePrefixId()).isEqualTo("current-time.");
        assertThat(context.getRouteDefinition("one").getNodePrefixId()).isEqualTo("one.");
    }

    @Test
    void twoStepsOfOneIdInOneRouteAreRefusedByFile() {
        gateway.write(
                "tools/one.camel.yaml",
                tool("one", "setBody: {id: ask, constant: first}")
                        + "        - setBody: {id: ask, constant: second}\n");
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("tools/one.camel.yaml")
                .hasMessageContaining("ask");
    }
}
