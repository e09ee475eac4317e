package io.mehari.upstream.stdio;

import io.mehari.upstream.UpstreamSettings.StdioSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the process of a server. */
final class ProcessLauncher {
    private ProcessLauncher() {}

    /**
     * Starts it; takes milliseconds.
     *
     * @throws IOException with cause and remedy, to stand behind the server's name
     */
    static Process launch(StdioSettings settings, ProcessMark mark) throws IOException {
        File directory = settings.directory().isEmpty() ? null : new File(settings.directory());
        if (directory != null && !directory.isDirectory()) {
            throw new IOException("could not be started: its working directory " + directory
                    + " does not exist; create it or change the configuration");
        }
        try {
            List<String> command = new ArrayList<>();
            command.add(program(settings));
            command.addAll(settings.args());
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory);
            builder.environment().clear();
            builder.environment().putAll(settings.inherited().of(System.getenv()));
            builder.environment().putAll(settings.env());
            builder.environment().put(ProcessMark.VARIABLE, mark.value());
            return builder.start();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "could not be started: the command " + settings.command()
                            + " was not found or may not be executed; install it, or name it by its full path",
                    e);
        }
    }

    /** The JDK looks on the gateway's own PATH only; one given for the server goes first. */
    private static String program(StdioSettings settings) {
        String path = settings.env().get("PATH");
        if (path == null || settings.command().contains(File.separator)) {
            return settings.command();
        }
        for (String folder : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder, settings.command());
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate.toString();
            }
        }
        return settings.command();
    }
}
