package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.support.Databases;
import io.mehari.support.KilledProcess;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the third tier has said to have kept is there after its process was killed. */
class DatabaseTierDurabilityIT {
    private static final Pattern KEPT = Pattern.compile("kept-\\d{9}");

    @TempDir
    Path directory;

    static IntStream kills() {
        return Trials.each(5, 100);
    }

    @ParameterizedTest(name = "S0.2: kill {0}, in the file")
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void everyResultThatWasKeptInTheFileIsThereAfterAKill(int kill) throws Exception {
        everyResultThatWasKeptIsThere(kill, Databases.H2);
    }

    @ParameterizedTest(name = "S0.2: kill {0}, in PostgreSQL")
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void everyResultThatWasKeptInPostgresqlIsThereAfterAKill(int kill) throws Exception {
        everyResultThatWasKeptIsThere(kill, Databases.POSTGRESQL);
    }

    private void everyResultThatWasKeptIsThere(int kill, Databases kind) throws Exception {
        String url = kind.prepared(directory);
        int many = 500 + 37 * kill;
        List<String> said = KilledProcess.linesUntilKilled(CachingProcess.class, KEPT, many, url);
        assertThat(said).hasSizeGreaterThanOrEqualTo(many);
        try (HikariDataSource database = Databases.at(url);
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
}
