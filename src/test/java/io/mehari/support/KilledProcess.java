package io.mehari.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A small JVM that works until it is killed, and prints a line for whatever it has done. */
public final class KilledProcess {
    private KilledProcess() {}

    /**
     * Starts it, kills it as soon as it has printed enough, and waits for its end. It has no chance to tidy up.
     *
     * @param main its main class
     * @param line what a line looks like that counts; its log and a line cut short do not
     * @param many lines after which it is killed
     * @param arguments for the main class
     * @return all lines that it has printed; those it printed before it was killed can still be read afterwards
     */
    public static List<String> linesUntilKilled(Class<?> main, Pattern line, int many, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String next = output.readLine(); next != null; next = output.readLine()) {
                if (line.matcher(next).matches()) {
                    lines.add(next);
                }
                if (lines.size() == many) {
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
        return lines;
    }
}
