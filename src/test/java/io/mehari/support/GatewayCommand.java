package io.mehari.support;

import io.mehari.MehariApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts a gateway in a JVM of its own, one that compiles once. In a whole build it is the packaged gateway with
 * an archive of its classes; elsewhere the one on this JVM's class path. Safe for concurrent use.
 */
public final class GatewayCommand {
    private static final List<String> CLASSES = classes();

    private GatewayCommand() {}

    /**
     * The command up to the gateway's own arguments, which may be added to it.
     *
     * @param options of the JVM, such as {@code -Xmx192m}
     */
    public static List<String> with(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(CLASSES);
        command.add(MehariApplication.class.getName());
        return command;
    }

    /**
     * The archive of the packaged gateway's classes that the build has made for its tests.
     *
     * @return an absolute path; empty outside a whole build
     */
    public static Optional<Path> archive() {
        return Optional.ofNullable(System.getProperty("mehari.test.archive"))
                .map(Path::of)
                .filter(Files::isRegularFile);
    }

    /** The class path of this JVM for one with another working directory. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> classes() {
        try {
            Optional<Path> archive = archive();
            return archive.isPresent() ? packaged(archive.get()) : List.of("-cp", classPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code bin/mehari} has them: the archive is good for that class path only, and the JVM says nothing of it. */
    private static List<String> packaged(Path archive) throws IOException {
        Path folder = only(only(archive.toAbsolutePath().getParent(), "mehari-*-dist"), "mehari-*");
        Process list = new ProcessBuilder(
                        "sh",
                        "-c",
                        "printf '%s\\n' \"$0\"/*.jar",
                        folder.resolve("lib").toString())
                .start();
        String jars = new String(list.getInputStream().readAllBytes(), Charset.defaultCharset());
        return List.of(
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                String.join(File.pathSeparator, jars.lines().toList()));
    }

    private static Path only(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            return found.iterator().next();
        }
    }
}
