package io.mehari.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts processes under test that are a JVM of their own. */
final class ChildJvm {
    static final String HEAP = "512m";

    private ChildJvm() {}

    /**
     * Starts a main class.
     *
     * @param directory its working directory; its output goes to a file there
     */
    static ChildProcess start(Path directory, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.add(main.getName());
        command.addAll(arguments);
        return ChildProcess.start(directory, main.getSimpleName(), command);
    }

    /**
     * Starts a packaged gateway on its own class path, with the same options as everything else.
     *
     * @param directory its working directory; its output goes to a file there
     */
    static ChildProcess start(Path directory, GatewayJar jar, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-jar", jar.file().toString()));
        command.addAll(arguments);
        return ChildProcess.start(directory, "gateway", command);
    }

    /** The command of a JVM on this JVM's class path, up to the main class. */
    static List<String> command() {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-cp", classPath()));
        return command;
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + HEAP,
                "-Xmx" + HEAP,
                "-Dlogging.level.root=WARN"));
        command.addAll(compiler());
        return command;
    }

    /** As this JVM: a test that measures nothing has no time for the second compiler. */
    private static List<String> compiler() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:TieredStopAtLevel="))
                .toList();
    }

    /** With absolute entries, since the process has a working directory of its own. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
