package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.monitoring.HealthCheck;
import io.mehari.support.MovableClock;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("S4.3: the file of heartbeats while the gateway runs")
class HeartbeatFileTest {
    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private Path path;

    @BeforeEach
    void place() {
        path = directory.resolve("heartbeat.json");
        clock.advance(Duration.ofDays(1));
    }

    @Test
    void aFileThatIsMissingLeavesTheDefaults() {
        assertThat(new HeartbeatFile(path, clock).settings()).isEqualTo(HeartbeatSettings.DEFAULTS);
    }

    @Test
    void aFileThatIsWrongFromTheBeginningEndsTheStart() throws Exception {
        write("{\"enabled\": 1, \"interval\": 2}");
        assertThatThrownBy(() -> new HeartbeatFile(path, clock))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("2 problems")
                .hasMessageContaining("enabled must be")
                .hasMessageContaining("interval is unknown");
    }

    @Test
    void aChangeHoldsAtTheNextLook() throws Exception {
        write("{\"heartbeat_interval_seconds\": 20}");
        HeartbeatFile file = new HeartbeatFile(path, clock);
        assertThat(file.settings().interval()).hasSeconds(20);
        write("{\"heartbeat_interval_seconds\": 25}");
        look(file);
        assertThat(file.settings().interval()).hasSeconds(25);
    }

    @Test
    void aBrokenChangeLeavesWhatHeldAndIsSeenUntilItIsMended() throws Exception {
        write("{\"heartbeat_interval_seconds\": 20}");
        HeartbeatFile file = new HeartbeatFile(path, clock);
        HealthCheck health = new HeartbeatHealth(file);
        write("{\"heartbeat_interval_seconds\": ");
        look(file);
        assertThat(file.settings().interval()).hasSeconds(20);
        assertThat(health.check().healthy()).isFalse();
        assertThat(health.check().detail()).contains(path.toString(), "not JSON");
        write("{\"heartbeat_interval_seconds\": 21}");
        look(file);
        assertThat(file.settings().interval()).hasSeconds(21);
        assertThat(health.check()).isEqualTo(HealthCheck.Condition.HEALTHY);
    }

    @Test
    void aFileThatIsTakenAwayLeavesTheDefaults() throws Exception {
        write("{\"heartbeat_interval_seconds\": 20}");
        HeartbeatFile file = new HeartbeatFile(path, clock);
        Files.delete(path);
        look(file);
        assertThat(file.settings()).isEqualTo(HeartbeatSettings.DEFAULTS);
    }

    @Test
    void aFileThatIsBeingWrittenIsNotRead() throws Exception {
        HeartbeatFile file = new HeartbeatFile(path, clock);
        write("{\"heartbeat_interval_seconds\": 20}");
        file.lookAgain();
        assertThat(file.settings().interval()).hasSeconds(10);
        look(file);
        assertThat(file.settings().interval()).hasSeconds(20);
    }

    @Test
    void aSecondChangeAtTheSameTimeOfTheClockIsNotMissed() throws Exception {
        write("{\"heartbeat_interval_seconds\": 20}");
        HeartbeatFile file = new HeartbeatFile(path, clock);
        FileTime before = Files.getLastModifiedTime(path);
        Files.writeString(path, "{\"heartbeat_interval_seconds\": 30}");
        Files.setLastModifiedTime(path, before);
        look(file);
        assertThat(file.settings().interval()).hasSeconds(30);
    }

    @Test
    void aFileThatIsFarTooLargeIsNotRead() throws Exception {
        HeartbeatFile file = new HeartbeatFile(path, clock);
        write(" ".repeat(HeartbeatFile.LARGEST) + "{}");
        look(file);
        assertThat(file.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("65536 bytes"));
    }

    private void write(String text) throws IOException {
        clock.advance(Duration.ofSeconds(10));
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
    }

    private void look(HeartbeatFile file) {
        clock.advance(Duration.ofSeconds(1));
        file.lookAgain();
    }
}
