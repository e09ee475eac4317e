package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.event.GatewayEvents;
import io.mehari.support.Databases;
import io.mehari.support.KilledProcess;
import io.mehari.support.Trials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the journal is counted, and counted once, although its process is killed. */
class LearningDurabilityIT {
    private static final Pattern JOURNALED = Pattern.compile("journaled \\d+");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Most records of one turn, which may be in the journal and not told yet. */
    private static final int UNTOLD = 7;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("S2.2: no record that was journaled is lost, none is counted twice, in the file")
    void everyJournaledRecordIsCountedOnceInTheFile(int kill) throws Exception {
        everyJournaledRecordIsCountedOnce(kill, Databases.H2);
    }

    @ParameterizedTest
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("S2.2: no record that was journaled is lost, none is counted twice, in PostgreSQL")
    void everyJournaledRecordIsCountedOnceInPostgresql(int kill) throws Exception {
        everyJournaledRecordIsCountedOnce(kill, Databases.POSTGRESQL);
    }

    private void everyJournaledRecordIsCountedOnce(int kill, Databases kind) throws Exception {
        String url = kind.prepared(directory);
        long told = journaledUntilKilled(url, 200 + 61 * kill);
        Map<ContextTool, Long> first = counted(url);
        long after = sum(first);
        assertThat(after).as("after kill %s", kill).isBetween(told, told + UNTOLD);
        assertThat(first).isEqualTo(ofOneRun(after));

        long toldAgain = journaledUntilKilled(url, 30 + kill);
        Map<ContextTool, Long> second = counted(url);
        long end = sum(second);
        assertThat(end - after).as("after the second kill").isBetween(toldAgain, toldAgain + UNTOLD);
        Map<ContextTool, Long> both = new TreeMap<>(first);
        ofOneRun(end - after).forEach((tenant, calls) -> both.merge(tenant, calls, Long::sum));
        assertThat(second).as("each context").isEqualTo(both);
        assertThat(counted(url)).as("another start counts nothing again").isEqualTo(second);
    }

    /** What a process adds to each context: it goes through them in turn. */
    private static Map<ContextTool, Long> ofOneRun(long records) {
        Map<ContextTool, Long> calls = new TreeMap<>();
        for (int tenant = 0; tenant < LearningProcess.TENANTS; tenant++) {
            calls.put(
                    new ContextTool("tenant=" + tenant, new ToolName("files", "read")),
                    (records + LearningProcess.TENANTS - 1 - tenant) / LearningProcess.TENANTS);
        }
        return calls;
    }

    private static long sum(Map<ContextTool, Long> calls) {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    static IntStream kills() {
        return Trials.each(5, 100);
    }

    /** What a start finds: the database, where the last commit of the one before may still be on its way, and what the journal has beyond it. */
    private Map<ContextTool, Long> counted(String url) {
        try (HikariDataSource database = Databases.at(url);
                Learning learning = LearningProcess.learning(directory, database, new GatewayEvents(), "16MB")) {
            await().atMost(LIMIT).pollDelay(Duration.ZERO).until(() -> {
                learning.take().ifPresent(calls -> learning.store(learning.journal(calls)));
                return learning.status().problem().isEmpty();
            });
            assertThat(learning.status().waiting()).isZero();
            Map<ContextTool, Long> calls = new TreeMap<>();
            learning.contexts().forEach((each, sums) -> calls.put(each, sums.calls()));
            assertThat(learning.tools().values().stream()
                            .mapToLong(ToolSums::calls)
                            .sum())
                    .as("every record has a context")
                    .isEqualTo(sum(calls));
            return calls;
        }
    }

    private long journaledUntilKilled(String url, int turns) throws IOException, InterruptedException {
        List<String> lines =
                KilledProcess.linesUntilKilled(LearningProcess.class, JOURNALED, turns, directory.toString(), url);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(turns);
        return Long.parseLong(lines.get(lines.size() - 1).substring("journaled ".length()));
    }
}
