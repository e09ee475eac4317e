package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway as its users start it, by a command that takes {@code --host}, {@code --port} and {@code --config}.
 *
 * @param name for people
 * @param command what stands before those options
 */
record Launcher(String name, List<String> command) {
    /**
     * {@code bin/mehari} of the distribution that the build at hand has written.
     *
     * @param name for people
     * @param archive its class-data archive, or {@code none}
     * @param options more for the JVM
     * @throws IllegalStateException if there is no distribution
     */
    static Launcher mehari(String name, String archive, String options) throws IOException {
        List<String> environment = List.of(
                "env",
                "MEHARI_ARCHIVE=" + archive,
                "MEHARI_JAVA_OPTS=" + options,
                "JAVA_HOME=" + System.getProperty("java.home"));
        List<String> command = new ArrayList<>(environment);
        command.add(distribution().resolve("bin/mehari").toString());
        return new Launcher(name, command);
    }

    private static Path distribution() throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("target"), "mehari-*-dist")) {
            for (Path unpacked : found) {
                try (DirectoryStream<Path> inside = Files.newDirectoryStream(unpacked, "mehari-*")) {
                    return inside.iterator().next().toAbsolutePath();
                }
            }
        }
        throw new IllegalStateException("There is no target/mehari-*-dist: package first");
    }

    /** The whole command of a sub-command, or of options that are refused. */
    List<String> with(String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return all;
    }

    /**
     * Starts it.
     *
     * @param directory its working directory, made if it is not there
     * @param servers file of servers
     */
    Running start(Path directory, Path servers) throws IOException {
        Files.createDirectories(directory);
        int port = ChildProcess.freePort();
        long begin = System.nanoTime();
        List<String> all = with(
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--config",
                servers.toAbsolutePath().toString());
        ChildProcess process = ChildProcess.start(directory, "gateway", all);
        return new Running(process, URI.create("http://127.0.0.1:" + port), begin);
    }

    /**
     * One that was started.
     *
     * @param process its own; servers are its children
     * @param base where it answers
     * @param begin when it was started, on {@link System#nanoTime()}'s clock
     */
    record Running(ChildProcess process, URI base, long begin) implements AutoCloseable {
        /** A call of a tool {@code echo}. */
        HttpCall echo(String server) {
            return new HttpCall(base.resolve("/" + server + "/echo"), EchoTools.ARGUMENTS, EchoTools.MESSAGE);
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
