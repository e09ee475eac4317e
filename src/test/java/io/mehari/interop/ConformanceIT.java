package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.interop.ConformanceSuite.Check;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gateway as a client of the legacy era, judged by the official conformance suite. Left out are the scenarios of
 * what the gateway does not offer its servers: {@code elicitation-*} and {@code auth/*}.
 */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
class ConformanceIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "initialize, 2025-06-18, mcp-client-initialization",
        "initialize, 2025-11-25, mcp-client-initialization",
        "tools_call, 2025-06-18, tool-add-numbers",
        "tools_call, 2025-11-25, tool-add-numbers",
        "sse-retry, 2025-11-25, client-sse-retry-timing",
        "json-schema-2020-12-preservation, 2025-11-25, sep-2106-client-anchor-keyword-preserved"
    })
    void passesEveryCheck(String scenario, String version, String decisive) throws IOException, InterruptedException {
        List<Check> checks = new ConformanceSuite(directory).run(scenario, version, client());
        assertThat(checks)
                .allSatisfy(
                        check -> assertThat(check.status()).as(check.toString()).isIn("SUCCESS", "INFO"));
        assertThat(checks)
                .as("the check that the scenario is about")
                .anySatisfy(
                        check -> assertThat(check.id() + " " + check.status()).isEqualTo(decisive + " SUCCESS"));
    }

    private static List<String> client() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ConformanceClient.class.getName());
    }
}
