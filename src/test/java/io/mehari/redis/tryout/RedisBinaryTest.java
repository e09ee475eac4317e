package io.mehari.redis.tryout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.embedded.core.ExecutableProvider;

/** Where the program of Redis comes from; the jar is the real one, in a repository that is a folder. */
class RedisBinaryTest {
    private static final Optional<String> HERE = Optional.of("redis-server-6.2.7-linux-arm64");

    @TempDir
    Path directory;

    @Test
    void isFetchedOnceAndMayBeRunByItsOwnerOnly() throws Exception {
        Path repository = repository(Files.readAllBytes(realJar()));
        Path folder = directory.resolve("data/redis");

        Path program = new RedisBinary(folder, List.of(repository.toUri().toString()), HERE).path();

        assertThat(program).isExecutable().hasSize(3_547_712);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(program)))
                .isEqualTo("rwx------");
        assertThat(folder).isDirectoryContaining(file -> file.equals(program));
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing else is left").containsExactly(program);
        }
        assertThat(new RedisBinary(folder, List.of("file:///nowhere"), HERE).path())
                .isEqualTo(program);
    }

    @Test
    void aJarThatIsNotTheKnownOneIsNotRunAlthoughItsDigestInTheRepositoryFits() throws Exception {
        Path repository = repository("something else".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> new RedisBinary(
                                directory.resolve("redis"),
                                List.of(repository.toUri().toString()),
                                HERE)
                        .path())
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("is not the jar that this gateway knows");
        assertThat(directory.resolve("redis")).isEmptyDirectory();
    }

    @Test
    void withoutANetworkItSaysWhatToDo() {
        assertThatThrownBy(() -> new RedisBinary(directory.resolve("redis"), List.of("file:///nowhere"), HERE).path())
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("embedded-redis:1.4.4 cannot be fetched")
                .satisfies(failure -> assertThat(((StartFailureException) failure).remedy())
                        .contains("Put a redis-server of your own at", "mehari.redis.url"));
    }

    @Test
    void oneThatSomeoneHasPutThereIsTaken() throws IOException {
        Path own = Files.createFile(
                directory.resolve("redis-server"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertThat(new RedisBinary(directory, List.of("file:///nowhere"), Optional.empty()).path())
                .isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, redis-server-6.2.6-v5-linux-amd64",
        "Linux, aarch64, redis-server-6.2.7-linux-arm64",
        "Mac OS X, x86_64, redis-server-6.2.6-v5-darwin-amd64",
        "Mac OS X, aarch64, redis-server-6.2.6-v5-darwin-arm64",
        "Windows 11, amd64,",
        "Linux, riscv64,"
    })
    void eachMachineHasItsOwn(String system, String processor, String expected) {
        assertThat(RedisBinary.entry(system, processor)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void whereThereIsNoneItSaysSo() {
        assertThatThrownBy(() -> new RedisBinary(directory, List.of(), Optional.empty()).path())
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("--with-redis has no Redis for");
    }

    /** The one of the tests' class path: it must be the version and the bytes that the gateway fetches. */
    private static Path realJar() throws Exception {
        return Path.of(ExecutableProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private Path repository(byte[] jar) throws Exception {
        Path repository = directory.resolve("repository");
        Path file = Files.createDirectories(repository.resolve("com/github/codemonstur/embedded-redis/1.4.4"))
                .resolve("embedded-redis-1.4.4.jar");
        Files.write(file, jar);
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".sha1"),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(jar)));
        return repository;
    }
}
