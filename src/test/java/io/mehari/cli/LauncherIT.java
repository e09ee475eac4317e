package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.demo.FaultyProcess;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/mehari} of the distribution that this build has written. */
class LauncherIT {
    private static final long LIMIT_SECONDS = 180;
    private static final long MEBIBYTE = 1024 * 1024;

    @TempDir
    Path folder;

    private Path launcher;

    @BeforeEach
    void findDistribution() throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("target"), "mehari-*-dist")) {
            Path unpacked = found.iterator().next();
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(unpacked)) {
                launcher = inside.iterator().next().resolve("bin/mehari").toAbsolutePath();
            }
        }
    }

    private int run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("ends by itself")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
    }

    @Test
    void thePreparedArchiveIsUsed() throws Exception {
        Path archive = folder.resolve("classes.jsa");
        Map<String, String> archived = Map.of("MEHARI_ARCHIVE", archive.toString());

        assertThat(run(archived, "prepare")).as(output()).isZero();
        assertThat(output()).contains("later starts are faster by " + archive);
        assertThat(archive).isRegularFile();
        // -Xshare:on ends the JVM where the archive is not that of this class path
        assertThat(run(
                        Map.of("MEHARI_ARCHIVE", archive.toString(), "MEHARI_JAVA_OPTS", "-Xshare:on -Xlog:class+load"),
                        "version"))
                .as(output())
                .isZero();
        assertThat(output()).contains("io.mehari.MehariApplication source: shared objects file (top)");
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "part.*")) {
            assertThat(left).isEmpty();
        }
        assertServersAreArchived(archive);
    }

    /** What talks to a process is archived as well: the rehearsed start has one. */
    private void assertServersAreArchived(Path archive) throws Exception {
        ObjectNode servers = Json.object();
        ObjectNode server = servers.putObject("mcpServers").putObject("own");
        server.put(
                        "command",
                        Path.of(System.getProperty("java.home"), "bin/java").toString())
                .putArray("args")
                .add("-cp")
                .add(launcher.resolveSibling("../lib/*").normalize().toString())
                .add(FaultyProcess.class.getName());
        Path file = Files.write(folder.resolve("servers.json"), Json.bytes(servers));
        Map<String, String> archived =
                Map.of("MEHARI_ARCHIVE", archive.toString(), "MEHARI_JAVA_OPTS", "-Xshare:on -Xlog:class+load");
        assertThat(run(archived, "check", "--connect", file.toString()))
                .as(output())
                .isZero();
        assertThat(output()).contains("io.mehari.upstream.stdio.ProcessLauncher source: shared objects file (top)");
    }

    @Test
    void commandsKeepTheirExitCodes() throws Exception {
        assertThat(run(Map.of(), "version")).isZero();
        assertThat(output()).startsWith("Mehari ");
        assertThat(run(Map.of(), "--no-such-option")).isEqualTo(2);
        assertThat(output()).contains("there is no option --no-such-option");
        assertThat(run(Map.of(), "check", "missing.json")).isEqualTo(1);
        assertThat(folder.resolve("cache"))
                .as("none of these prepares anything")
                .doesNotExist();
    }

    @Test
    void optionsForTheJvmComeLast() throws Exception {
        assertThat(run(Map.of("MEHARI_JAVA_OPTS", "-XX:+UseParallelGC -XX:-UseSerialGC -Xlog:gc:stdout"), "version"))
                .isZero();
        assertThat(output()).contains("Using Parallel");
    }

    /** Without a word about the heap new objects get little; who wants a large heap gets half of it for them. */
    @Test
    void theHeapStaysSmallUnlessAnotherIsAskedFor() throws Exception {
        String flags = "-XX:+PrintFlagsFinal";
        assertThat(run(Map.of("MEHARI_JAVA_OPTS", flags), "version")).isZero();
        assertThat(flag("NewSize")).isEqualTo(24 * MEBIBYTE);
        assertThat(flag("MaxNewSize")).isEqualTo(96 * MEBIBYTE);
        assertThat(run(Map.of("MEHARI_JAVA_OPTS", "-Xms256m -Xmx256m " + flags), "version"))
                .isZero();
        assertThat(flag("MaxNewSize")).isBetween(127 * MEBIBYTE, 128 * MEBIBYTE);
        assertThat(run(Map.of("MEHARI_JAVA_OPTS", "-XX:-UseSerialGC -XX:+UseG1GC " + flags), "version"))
                .isZero();
        assertThat(flag("MaxNewSize")).isGreaterThan(96 * MEBIBYTE);
    }

    private long flag(String name) throws IOException {
        return output().lines()
                .map(String::trim)
                .filter(line -> line.matches("\\S+ " + name + " .*"))
                .map(line -> line.replaceFirst(".*= +(\\d+) .*", "$1"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMissingJavaIsNamed() throws Exception {
        assertThat(run(Map.of("JAVA_HOME", folder.toString()), "version")).isEqualTo(1);
        assertThat(output()).contains("mehari: JAVA_HOME is " + folder + ", but there is no bin/java in it");
    }

    @Test
    void itWorksThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("mehari"), launcher);
        launcher = link;
        assertThat(run(Map.of(), "version")).as(output()).isZero();
    }
}
