package io.mehari.support;

import io.mehari.bench.SearchPath;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that may be installed, or not.
 *
 * @param title its name for readers
 * @param atLeast the oldest version that will do
 * @param option makes it print its version
 * @param names how it may be called, the best first: files, or names on the search path
 */
record Program(String title, String atLeast, String option, List<String> names) {
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");
    private static final long LIMIT_SECONDS = 60;

    /**
     * What was found.
     *
     * @param path the program's file; empty if there is none, or none that is new enough
     * @param version as it says
     */
    record Found(Optional<Path> path, String version) {}

    /** Looks for it: the first that is new enough, else the first. */
    Found find() {
        Found best = new Found(Optional.empty(), "");
        for (String name : names) {
            Optional<Path> path = SearchPath.find(name);
            String version = path.map(this::version).orElse("");
            if (newEnough(version)) {
                return new Found(path, version);
            }
            best = best.version().isEmpty() ? new Found(Optional.empty(), version) : best;
        }
        return best;
    }

    private boolean newEnough(String version) {
        return !version.isEmpty() && Version.parse(version).compareTo(Version.parse(atLeast)) >= 0;
    }

    /** Why it cannot be used here; empty if it can. */
    Optional<String> problem(Found found) {
        if (found.path().isPresent()) {
            return Optional.empty();
        }
        String here = found.version().isEmpty() ? "" : " (here is " + found.version() + ")";
        return Optional.of(title + " " + atLeast + " or newer is missing" + here);
    }

    /** What it says its version is; empty if it says none. */
    private String version(Path path) {
        try {
            Matcher version = VERSION.matcher(run(List.of(path.toString(), option)));
            return version.find() ? version.group() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Runs a program that ends by itself.
     *
     * @return what it prints
     * @throws IOException if it cannot be started, fails or does not end in a minute; the message has what it printed
     */
    static String run(List<String> command) throws IOException {
        Path output = Files.createTempFile("program", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = ended(process);
            String printed = Files.readString(output, Charset.defaultCharset());
            if (!ended || process.exitValue() != 0) {
                throw new IOException(command + (ended ? " failed: " : " does not end: ") + printed);
            }
            return printed;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
