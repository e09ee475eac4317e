package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.launch.GatewayFixture;
import io.mehari.support.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is odd about route files that can be run is said, and what is meant to be there is not. */
class RouteWarningsTest {
    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files"));
        gateway.reload();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void theShippedFilesHaveNone() {
        assertThat(gateway.generations.warnings()).isEmpty();
    }

    @Test
    void everyFileThatIsPassedOverIsNamed() throws Exception {
        String[] passedOver = {
            "tools/x.camel.yml",
            "tools/x.xml",
            "tools/X.java",
            "tools/sub/x.camel.yaml",
            "x.camel.yaml",
            "acme/x.camel.yaml"
        };
        for (String file : passedOver) {
            gateway.write(file, "# something");
        }
        Files.createSymbolicLink(gateway.routes.resolve("tools/dead.camel.yaml"), Path.of("nowhere.yaml"));
        gateway.reload();
        assertThat(gateway.generations.warnings()).hasSize(passedOver.length + 1);
        for (String file : passedOver) {
            assertThat(gateway.generations.warnings())
                    .anyMatch(warning -> warning.startsWith(file + " is passed over: "));
        }
        assertThat(gateway.generations.warnings()).anyMatch(warning -> warning.startsWith("tools/dead.camel.yaml"));
    }

    @Test
    void backupsNotesAndWhatRoutesReferToAreMeantToBeThere() {
        for (String file : new String[] {
            "README.md",
            "tools/README",
            "tools/x.yaml~",
            "tools/.x.yaml.swp",
            "tools/x.yaml.bak",
            "tools/#x.yaml#",
            "tools/schema.json",
            "..data/x.yaml",
            ".git/config"
        }) {
            gateway.write(file, "x");
        }
        gateway.reload();
        assertThat(gateway.generations.warnings()).isEmpty();
    }

    @Test
    void aToolInAFolderThatHasNoToolsIsNamed() {
        gateway.write("maintenance/extra.camel.yaml", "- route:\n    from:\n      uri: ai-tool:x\n");
        gateway.reload();
        assertThat(gateway.generations.warnings())
                .anyMatch(warning -> warning.startsWith("maintenance/extra.camel.yaml"));
    }

    @Test
    void stepsThatLeadNowhereAreNamed() {
        gateway.write("tools/x.camel.yaml", """
                - route:
                    id: x
                    from:
                      uri: ai-tool:x
                      steps:
                        - to: seda:nobody
                        - to: mcp:fils?tool=read
                """);
        gateway.reload();
        assertThat(gateway.generations.warnings())
                .anyMatch(warning ->
                        warning.startsWith("tools/x.camel.yaml, line 4") && warning.contains("seda://nobody"))
                .anyMatch(warning -> warning.contains("fils") && warning.contains("Did you mean files?"));
    }

    @Test
    void aPipelineWithoutItsFirewallIsNamed() {
        String pipeline = gateway.read("pipeline/tool-call.camel.yaml");
        gateway.write(
                "pipeline/tool-call.camel.yaml", pipeline.replace("    routeConfigurationId: error-firewall\n", ""));
        gateway.reload();
        assertThat(gateway.generations.warnings()).singleElement().asString().contains("dead letter");
    }
}
