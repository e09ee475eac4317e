package io.mehari.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tests of {@code src/test/web}, which run in the Deno that checks the dashboard's types: one test for each of theirs. */
@Requires(Requirement.DENO)
@DisplayName("S0.5: the client of the live plane")
class DashboardClientTest {
    private static final int AT_LEAST = 42;

    @TestFactory
    Stream<DynamicTest> client() throws IOException {
        List<String> lines = Requirement.DENO
                .run(
                        "run",
                        "--no-remote",
                        "--no-npm",
                        "--no-config",
                        "--no-lock",
                        Path.of("src/test/web/client.test.ts").toString())
                .lines()
                .filter(line -> line.startsWith("ok ") || line.startsWith("not ok "))
                .toList();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        return lines.stream()
                .map(line -> DynamicTest.dynamicTest(
                        name(line), () -> assertThat(line).startsWith("ok ")));
    }

    private static String name(String line) {
        return line.replaceFirst("^(not )?ok ", "");
    }
}
