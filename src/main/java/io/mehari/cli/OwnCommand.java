package io.mehari.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How this program is started by others, wherever they run. Stateless. */
final class OwnCommand {
    /** Set by {@code bin/mehari}: its own path. */
    private static final String LAUNCHER = "mehari.launcher";

    private OwnCommand() {}

    /** The command {@code mehari stdio} with these arguments; every path in it is absolute. */
    static List<String> stdio(List<String> arguments) {
        List<String> command = new ArrayList<>();
        String launcher = System.getProperty(LAUNCHER, "");
        if (launcher.isBlank()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", classPath(), "io.mehari.MehariApplication"));
        } else {
            command.add(launcher);
        }
        command.add("stdio");
        command.addAll(arguments);
        return command;
    }

    /** Programs with windows do not see what a shell sets. */
    static Map<String, String> variables() {
        return System.getProperty(LAUNCHER, "").isBlank()
                ? Map.of()
                : Map.of("JAVA_HOME", System.getProperty("java.home"));
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
