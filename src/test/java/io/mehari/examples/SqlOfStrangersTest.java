package io.mehari.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Outcome;
import io.mehari.launch.GatewayFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of dead letters is the gateway's, and no component finds it. */
class SqlOfStrangersTest {
    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aStepWithoutADataSourceGetsNone() {
        gateway.write(
                "tools/peek.camel.yaml",
                "- route:\n    id: peek\n    errorHandler: {noErrorHandler: {}}\n    from:\n      uri: ai-tool:peek\n"
                        + "      steps:\n        - to: \"sql:select table_name from information_schema.tables\"\n");
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("tools/peek.camel.yaml")
                .hasMessageContaining("dataSource");
        assertThat(gateway.outcome("camel", "peek", "{}").outcome()).isEqualTo(Outcome.NOT_FOUND);
    }
}
