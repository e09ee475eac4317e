package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.support.Databases;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the third tier has said to have kept is there after its process was killed. */
class DatabaseTierDurabilityIT {
    @TempDir
    Path directory;

    static IntStream kills() {
        return Trials.each(5, 100);
    }

    @ParameterizedTest(name = "S0.2: kill {0}")
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void everyResultThatWasKeptIsThereAfterAKill(int kill) throws Exception {
        List<String> said = keptUntilKilled(500 + 37 * kill);
        assertThat(said).hasSizeGreaterThanOrEqualTo(500 + 37 * kill);
        try (HikariDataSource database = Databases.H2.opened(directory);
                CacheTier tier = CachingProcess.tier(database)) {
            for (String line : said) {
                int number = Integer.parseInt(line.substring("kept-".length()));
                assertThat(tier.find(CacheKeys.of("a" + number)).join())
                        .as("result %s after kill %s", number, kill)
                        .hasValueSatisfying(hit -> assertThat(hit.result()).isEqualTo(Tools.text("result " + number)));
            }
            assertThat(tier.statistics().unreadable()).isZero();
        }
    }

    private List<String> keptUntilKilled(int many) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CachingProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.matches("kept-\\d{9}")) {
                    said.add(line);
                }
                if (said.size() == many) {
                    process.toHandle().destroyForcibly(); // what it said before can still be read
                }
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        return said;
    }
}
