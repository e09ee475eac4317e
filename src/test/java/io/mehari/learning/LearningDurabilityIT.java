package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.event.GatewayEvents;
import io.mehari.support.Trials;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the journal is counted, and counted once, although its process is killed. */
class LearningDurabilityIT {
    /** Most records of one turn, which may be in the journal and not told yet. */
    private static final int UNTOLD = 7;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("S2.2: no record that was journaled is lost, none is counted twice")
    void everyJournaledRecordIsCountedOnce(int kill) throws Exception {
        long told = journaledUntilKilled(200 + 61 * kill);
        long after = counted();
        assertThat(after).as("after kill %s", kill).isBetween(told, told + UNTOLD);

        long toldAgain = journaledUntilKilled(30 + kill);
        long end = counted();
        assertThat(end - after).as("after the second kill").isBetween(toldAgain, toldAgain + UNTOLD);
        assertThat(counted()).as("another start counts nothing again").isEqualTo(end);
    }

    static IntStream kills() {
        return Trials.each(5, 100);
    }

    /** What a start finds: the database, and what the journal has beyond it. */
    private long counted() throws SQLException {
        DataSource database = LearningProcess.database(directory);
        try (Learning learning = LearningProcess.learning(directory, database, new GatewayEvents(), "16MB")) {
            learning.store(learning.journal(learning.take().orElseThrow()));
            assertThat(learning.status().problem()).isEmpty();
            assertThat(learning.status().waiting()).isZero();
            return learning.tools().values().stream().mapToLong(ToolSums::calls).sum();
        } finally {
            try (Connection connection = database.getConnection()) {
                connection.createStatement().execute("shutdown");
            }
        }
    }

    private long journaledUntilKilled(int turns) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LearningProcess.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long told = 0;
        int lines = 0;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.matches("journaled \\d+")) {
                    told = Long.parseLong(line.substring("journaled ".length()));
                    if (++lines == turns) {
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
        assertThat(lines).isGreaterThanOrEqualTo(turns);
        return told;
    }
}
