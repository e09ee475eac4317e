package io.mehari.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * README.md's first command, in a copy of the checkout in which nothing is built yet: it builds and serves, and the calls
 * that README.md shows next are answered. Its other command of Maven is the build that runs this test.
 */
@Requires({Requirement.BASH, Requirement.CURL})
class ReadmeStartIT {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Pattern START = Pattern.compile("(?m)^\\./mvnw .*spring-boot:run$");
    private static final Pattern CALL = Pattern.compile("(?m)^curl .*127\\.0\\.0\\.1:8000/(?:camel|api/v1/tools).*$");

    @TempDir
    Path directory;

    private Process started;

    @AfterEach
    void stop() throws InterruptedException {
        if (started != null) {
            List<ProcessHandle> all = started.descendants().toList();
            all.forEach(ProcessHandle::destroy);
            if (!started.waitFor(30, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                started.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void buildsAndServes() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        Matcher start = START.matcher(readme);
        assertThat(start.find()).isTrue();
        int port = GatewayUnderTest.freePort();
        copyOfTheCheckout();
        ProcessBuilder command = bash(start.group());
        command.environment().put("MEHARI_DATA_PORT", String.valueOf(port));
        Path log = directory.resolve("log");
        started = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();

        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(Files.readString(log))
                        .contains("Mehari serves 3 tools on http://127.0.0.1:" + port));
        List<String> calls = CALL.matcher(readme).results().map(found -> found.group()).toList();
        assertThat(calls).hasSize(3);
        for (String call : calls) {
            Process curl = bash(call.replace(":8000", ":" + port) + " --fail").start();
            String answer = new String(curl.getInputStream().readAllBytes());
            assertThat(curl.waitFor()).as("%s: %s", call, answer).isZero();
            assertThat(answer).startsWith("{");
        }
    }

    private ProcessBuilder bash(String line) {
        return new ProcessBuilder(Requirement.BASH.path().toString(), "-c", line).directory(directory.toFile());
    }

    /** What the start needs of it. */
    private void copyOfTheCheckout() throws IOException {
        for (String name : List.of("pom.xml", "mvnw", ".mvn", "src/main", "config", "routes")) {
            FileSystemUtils.copyRecursively(Path.of(name), directory.resolve(name));
        }
        assertThat(directory.resolve("mvnw").toFile().setExecutable(true)).isTrue();
    }
}
