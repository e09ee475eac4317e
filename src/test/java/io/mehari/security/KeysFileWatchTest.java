package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Scope;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.security.SecuritySettings.Throttle;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysFileWatchTest {
    private static final Instant NOW = Instant.parse("2027-01-31T12:00:00Z");
    private static final List<ApiKey> CONFIGURED = List.of(new ApiKey("boss", KeyHash.of("boss"), Set.of(Scope.ADMIN)));

    @TempDir
    private Path directory;

    private Path file;
    private KeyRing ring;
    private KeysFileWatch watch;

    @BeforeEach
    void read() throws IOException {
        file = directory.resolve("keys.yaml");
        write(entry("ci"), Duration.ofHours(1));
        ring = new KeyRing(new SecuritySettings(true, CONFIGURED, file, Throttle.DEFAULT, List.of()));
        watch = new KeysFileWatch(new KeysFile(file), ring, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void takesKeysInAndOut() throws IOException {
        assertThat(knows("boss", "ci")).isTrue();
        write(entry("ci") + entry("cd"), Duration.ofMinutes(30));
        assertThat(knows("cd")).isFalse();
        watch.look();
        assertThat(knows("boss", "ci", "cd")).isTrue();

        write(entry("cd"), Duration.ofMinutes(29));
        watch.look();
        assertThat(knows("ci")).isFalse();
        assertThat(knows("boss", "cd")).isTrue();
        assertThat(watch.problem()).isEmpty();
    }

    @Test
    void keepsTheLastGoodSetWhileTheFileIsBad() throws IOException {
        write("- {name: ci", Duration.ofMinutes(30));
        watch.look();
        assertThat(knows("boss", "ci")).isTrue();
        assertThat(watch.problem().orElseThrow()).contains("keys.yaml, line 1").contains("go on to hold");

        write(entry("boss"), Duration.ofMinutes(29));
        watch.look();
        assertThat(watch.problem().orElseThrow()).contains("two keys have the same name, boss");

        Files.delete(file);
        watch.look();
        assertThat(knows("boss", "ci")).isTrue();
        assertThat(watch.problem().orElseThrow()).contains("does not exist");

        write(entry("ci"), Duration.ofMinutes(28));
        watch.look();
        assertThat(watch.problem()).isEmpty();
        assertThat(knows("boss", "ci")).isTrue();
    }

    /** An editor empties a file before it writes the new text. */
    @Test
    void leavesAFileAloneThatIsBeingWritten() throws IOException {
        write("", KeysFileWatch.SETTLED.minusMillis(1));
        watch.look();
        assertThat(knows("ci")).isTrue();

        write("", KeysFileWatch.SETTLED);
        watch.look();
        assertThat(knows("ci")).isFalse();
        assertThat(knows("boss")).isTrue();
    }

    /** The time of a file may be too coarse to tell two changes apart. */
    @Test
    void looksAgainAtAFileThatHasChangedAMomentAgo() throws IOException {
        write(entry("cd"), Duration.ofSeconds(1));
        watch.look();
        assertThat(knows("cd")).isTrue();
        write(entry("ce"), Duration.ofSeconds(1));
        watch.look();
        assertThat(knows("ce")).isTrue();
        assertThat(knows("cd")).isFalse();
    }

    @Test
    void takesFilesFromTheFuture() throws IOException {
        write(entry("cd"), Duration.ofHours(-1));
        watch.look();
        assertThat(knows("cd")).isTrue();
    }

    @Test
    void doesNotOpenTheGatewayWhenTheLastKeyGoes() throws IOException {
        KeyRing onlyFile = new KeyRing(new SecuritySettings(true, List.of(), file, Throttle.DEFAULT, List.of()));
        try (KeysFileWatch alone = new KeysFileWatch(new KeysFile(file), onlyFile, Clock.fixed(NOW, ZoneOffset.UTC))) {
            write("[]", Duration.ofMinutes(30));
            alone.look();
        }
        AccessRules rules = new AccessRules(onlyFile, false, Clock.systemUTC());

        assertThat(rules.decide(AccessLevel.CALL, null, java.util.Optional::empty))
                .isInstanceOf(AccessDecision.Denied.class);
        assertThat(rules.decide(AccessLevel.CALL, "Bearer ci", java.util.Optional::empty))
                .isInstanceOf(AccessDecision.Denied.class);
    }

    @Test
    void endsAStartWithABadFile() throws IOException {
        write("- {name: ci}", Duration.ofHours(1));

        assertThatThrownBy(() -> new KeysFileWatch(new KeysFile(file), ring, Clock.systemUTC()))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("sha256 is missing");
    }

    private boolean knows(String... keys) {
        return List.of(keys).stream().allMatch(key -> ring.find(key).isPresent());
    }

    private static String entry(String key) {
        return "- {name: %s, sha256: %s, scopes: [call]}\n".formatted(key, KeyHash.of(key));
    }

    private void write(String text, Duration ago) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(ago)));
    }
}
