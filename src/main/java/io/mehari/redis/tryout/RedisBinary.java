package io.mehari.redis.tryout;

import io.mehari.download.Coordinates;
import io.mehari.download.JarDownload;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of Redis in the data directory: {@code redis-server} if someone has put it there, else the one for this machine,
 * which is fetched once. Redis up to 7.2 is under a BSD licence.
 */
final class RedisBinary {
    /** Programs of Redis 6.2 for several machines, 12 MB. */
    static final Coordinates JAR = new Coordinates("com.github.codemonstur", "embedded-redis", "1.4.4");

    static final String SHA256 = "b56845f0a81aa0b6a0c32a309e69081ee7bdeadba9efff6374b0fe9af230db63";

    private static final Logger LOG = LoggerFactory.getLogger(RedisBinary.class);

    private final Path folder;
    private final List<String> repositories;
    private final Optional<String> entry;

    /**
     * The program for this machine.
     *
     * @param folder where it is, or is put
     * @param repositories addresses of Maven repositories; Maven Central if there is none
     */
    RedisBinary(Path folder, List<String> repositories) {
        this(folder, repositories, entry(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    RedisBinary(Path folder, List<String> repositories, Optional<String> entry) {
        this.folder = folder;
        this.repositories = repositories;
        this.entry = entry;
    }

    /** Which program of the jar is for a machine, by the names that Java has for it. */
    static Optional<String> entry(String system, String processor) {
        String os = system.toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64");
        boolean intel = processor.equals("amd64") || processor.equals("x86_64");
        if (os.startsWith("linux") && intel) {
            return Optional.of("redis-server-6.2.6-v5-linux-amd64");
        }
        if (os.startsWith("linux") && arm) {
            return Optional.of("redis-server-6.2.7-linux-arm64");
        }
        if (os.startsWith("mac") && (intel || arm)) {
            return Optional.of("redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64"));
        }
        return Optional.empty();
    }

    /**
     * The program. Fetches it if need be, which may take a while.
     *
     * @return a file that can be run
     * @throws StartFailureException if there is none for this machine, or it cannot be fetched or written
     */
    Path path() {
        Path given = folder.resolve("redis-server");
        if (Files.isExecutable(given)) {
            return given;
        }
        String name = entry.orElseThrow(() -> new StartFailureException(
                "--with-redis has no Redis for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch"),
                otherwise(),
                null));
        Path program = folder.resolve(name);
        try {
            if (!Files.isExecutable(program)) {
                Files.createDirectories(folder);
                fetch(name, program);
            }
            return program;
        } catch (IOException e) {
            throw new StartFailureException(
                    "Redis cannot be put into " + folder + ": " + e.getMessage(),
                    "Make the folder writable, or set mehari.dead-letters.directory to another.",
                    e);
        }
    }

    private void fetch(String name, Path program) throws IOException {
        LOG.info("Fetching Redis to try it out, once: {}, 12 MB", JAR);
        Path jar = folder.resolve("redis.jar.part");
        Path part = folder.resolve(name + ".part");
        try {
            new JarDownload(repositories).fetch(JAR, SHA256, jar, otherwise());
            try (ZipFile zip = new ZipFile(jar.toFile());
                    InputStream in = zip.getInputStream(new ZipEntry(name))) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
            Files.move(part, program, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(jar);
            Files.deleteIfExists(part);
        }
    }

    private String otherwise() {
        return "Put a redis-server of your own at " + folder.resolve("redis-server")
                + ", or start a Redis and name it by mehari.redis.url.";
    }
}
