package io.mehari.reload.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Scope;
import io.mehari.component.generation.RouteInputs;
import io.mehari.configuration.ChangedKey;
import io.mehari.heartbeat.HeartbeatFile;
import io.mehari.heartbeat.HeartbeatSettings;
import io.mehari.security.KeyHash;
import io.mehari.security.KeyRing;
import io.mehari.security.KeysFile;
import io.mehari.security.KeysFileWatch;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.security.SecuritySettings.Throttle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heartbeat.json} and the file of keys in the change of all files. */
@DisplayName("S4.3: settings of heartbeats, and keys, change with the other files")
class LiveFilesTest {
    private static final Instant NOW = Instant.parse("2027-01-31T12:00:00Z");

    @TempDir
    Path directory;

    private Path heartbeats;
    private Path keys;
    private HeartbeatFile heartbeatFile;
    private KeysFileWatch keysFile;
    private LiveConfiguration configuration;
    private int age = 60;

    @BeforeEach
    void read() throws IOException {
        heartbeats = directory.resolve("heartbeat.json");
        keys = directory.resolve("keys.yaml");
        Files.writeString(heartbeats, interval(20));
        writeKeys(entry("ci"));
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        heartbeatFile = new HeartbeatFile(heartbeats, clock);
        KeyRing ring = new KeyRing(new SecuritySettings(true, List.of(), keys, Throttle.DEFAULT, List.of()));
        keysFile = new KeysFileWatch(new KeysFile(keys), ring, clock);
        LiveFiles files = new LiveFiles(Optional.empty(), Optional.of(heartbeatFile), Optional.of(keysFile));
        configuration = new LiveConfiguration(files.parts(), new RouteInputs(name -> null, Map::of), List::of);
    }

    @AfterEach
    void close() {
        keysFile.close();
    }

    @Test
    void heartbeatsAreTakenAndToldByKey() throws Exception {
        Files.writeString(heartbeats, interval(25));
        LiveConfiguration.Pending change = configuration.look();
        assertThat(seconds()).as("not before it is taken").isEqualTo(20);
        change.take();

        assertThat(seconds()).isEqualTo(25);
        assertThat(change.keys())
                .containsExactly(new ChangedKey("heartbeat.heartbeat_interval_seconds", "20", "25"));
        assertThat(configuration.look().isEmpty()).isTrue();
    }

    @Test
    void aWrongFileOfHeartbeatsRefusesTheChangeUntilItIsMended() throws Exception {
        Files.writeString(heartbeats, "{\"heartbeat_interval_seconds\": 0, \"interval\": 1}");
        assertThatThrownBy(configuration::look)
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageContaining("heartbeat.json: ")
                .hasMessageContaining("interval is unknown");
        assertThat(seconds()).isEqualTo(20);
        assertThat(configuration.problems()).singleElement().asString().contains("heartbeat.json");

        Files.writeString(heartbeats, interval(20));
        assertThat(configuration.look().isEmpty()).isTrue();
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void withoutTheFileOfHeartbeatsTheDefaultsHold() throws Exception {
        Files.delete(heartbeats);
        configuration.look().take();
        assertThat(heartbeatFile.settings()).isEqualTo(HeartbeatSettings.DEFAULTS);
        Files.writeString(heartbeats, interval(21));
        configuration.look().take();
        assertThat(seconds()).isEqualTo(21);
    }

    @Test
    void aChangeThatIsDroppedIsLookedAtAgain() throws Exception {
        Files.writeString(heartbeats, interval(26));
        configuration.look().drop(Optional.of("the routes cannot be run with it"));
        assertThat(seconds()).isEqualTo(20);
        assertThat(configuration.problems()).containsExactly("the routes cannot be run with it");
        configuration.look().take();
        assertThat(seconds()).isEqualTo(26);
    }

    @Test
    void aWrongFileOfKeysRefusesWhatChangesWithIt() throws Exception {
        writeKeys("- {name: ci, sha256: zz}\n");
        Files.writeString(heartbeats, interval(27));
        assertThatThrownBy(configuration::look)
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageContaining("keys.yaml")
                .hasMessageContaining("go on to hold");
        assertThat(seconds()).isEqualTo(20);
        assertThat(configuration.problems()).hasSize(1);

        writeKeys(entry("ci") + entry("cd"));
        configuration.look().take();
        assertThat(seconds()).isEqualTo(27);
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void aKeyThatWasTakenAwayEndsAlthoughAnotherFileIsWrong() throws Exception {
        List<ChangedKey> told = new ArrayList<>();
        keysFile.onChange((before, after) -> told.addAll(ChangedApiKeys.between(before, after)));
        writeKeys(entry("cd"));
        Files.writeString(heartbeats, "{");
        assertThatThrownBy(configuration::look).isInstanceOf(RefusedChangeException.class);

        assertThat(told)
                .containsExactly(
                        new ChangedKey("keys-file.cd", null, "[CALL]"), new ChangedKey("keys-file.ci", "[CALL]", null));
    }

    @Test
    void anotherKeyUnderTheSameNameIsToldWithoutIt() {
        ApiKey before = new ApiKey("ci", KeyHash.of("one"), Set.of(Scope.CALL));
        ApiKey after = new ApiKey("ci", KeyHash.of("two"), Set.of(Scope.CALL));
        assertThat(ChangedApiKeys.between(List.of(before), List.of(after)))
                .containsExactly(new ChangedKey("keys-file.ci", "[CALL]", "[CALL]"));
        assertThat(ChangedApiKeys.between(List.of(before), List.of(before))).isEmpty();
    }

    private long seconds() {
        return heartbeatFile.settings().interval().toSeconds();
    }

    private static String interval(int seconds) {
        return "{\"heartbeat_interval_seconds\": " + seconds + "}";
    }

    private static String entry(String name) {
        return "- name: " + name + "\n  sha256: \"" + KeyHash.of(name) + "\"\n  scopes: [call]\n";
    }

    /** Long enough ago that it is complete, and each time at another time. */
    private void writeKeys(String content) throws IOException {
        Files.writeString(keys, content);
        Files.setLastModifiedTime(keys, FileTime.from(NOW.minus(Duration.ofMinutes(age--))));
    }
}
