package io.mehari.redis.tryout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisSettings;
import io.mehari.support.RedisProgram;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** A real Redis, and programs that are none. */
class TryOutRedisTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void runsUntilItIsClosedAndLetsNobodyInWithoutItsPassword() {
        RedisSettings settings;
        try (TryOutRedis redis = TryOutRedis.start(RedisProgram.program(), directory.resolve("with space"))) {
            settings = redis.settings();
            try (RedisConnection connection = RedisConnection.begin(settings)) {
                await().atMost(LIMIT).until(() -> connection.client().isPresent());
            }
            try (RedisConnection stranger = RedisConnection.begin(new RedisSettings(settings.url(), "", "guessed"))) {
                await().atMost(LIMIT)
                        .until(() -> stranger.problem().orElse("").contains("does not accept mehari.redis.username"));
            }
            assertThat(settings.toString()).doesNotContain(settings.password());
        }
        try (RedisConnection late = RedisConnection.begin(settings)) {
            await().atMost(LIMIT).until(() -> late.problem().orElse("").contains("cannot be reached"));
        }
    }

    @Test
    void aProgramThatDoesNotStartIsToldWithWhatItPrinted() throws IOException {
        Path program = script("echo 'error while loading shared libraries: libssl.so.3'; exit 127");

        assertThatThrownBy(() -> TryOutRedis.start(program, directory))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("error while loading shared libraries: libssl.so.3")
                .satisfies(failure ->
                        assertThat(((StartFailureException) failure).remedy()).contains("OpenSSL 3"));
    }

    @Test
    void oneThatIsConfiguredAndOneOfItsOwnExcludeEachOther() {
        RedisSettings configured = new RedisSettings("redis://cache", "", "");

        assertThatThrownBy(() -> new TryOutConfiguration().tryOutRedis(configured, new MockEnvironment()))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("exclude each other");
    }

    private Path script(String line) throws IOException {
        Path file = Files.writeString(directory.resolve("redis-server"), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }
}
