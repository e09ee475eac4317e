package io.mehari.monitoring.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory as Linux tells it: {@code /proc/meminfo}, {@code /proc/self/status} and the files of the control group
 * (version 2) in which a container runs. Where there are none, nothing is known. Stateless.
 *
 * @param proc where {@code /proc} is
 * @param group where the files of the own control group are
 */
record MemoryFiles(Path proc, Path group) {
    private static final double NONE = -1;
    private static final long KILOBYTE = 1024;

    /** Those of this machine. */
    static MemoryFiles ofMachine() {
        return new MemoryFiles(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    /** Share of memory that is taken and cannot be reclaimed, 0 to 1; of container and machine the fuller one; or -1. */
    double used() {
        return Math.max(ofMachineUsed(), ofGroupUsed());
    }

    private double ofMachineUsed() {
        List<String> lines = lines(proc.resolve("meminfo"));
        OptionalLong total = value(lines, "MemTotal:");
        OptionalLong available = value(lines, "MemAvailable:");
        return total.isEmpty() || available.isEmpty() || total.getAsLong() <= 0
                ? NONE
                : 1 - (double) available.getAsLong() / total.getAsLong();
    }

    private double ofGroupUsed() {
        OptionalLong most = number(lines(group.resolve("memory.max")));
        OptionalLong now = number(lines(group.resolve("memory.current")));
        if (most.isEmpty() || now.isEmpty() || most.getAsLong() <= 0) {
            return NONE; // no container, or one without a limit ("max")
        }
        long cached =
                value(lines(group.resolve("memory.stat")), "inactive_file").orElse(0);
        return Math.max(0, now.getAsLong() - cached) / (double) most.getAsLong();
    }

    /** Bytes of this process in memory; -1 where it is not known. */
    long rss() {
        OptionalLong kilobytes = value(lines(proc.resolve("self").resolve("status")), "VmRSS:");
        return kilobytes.isEmpty() ? -1 : kilobytes.getAsLong() * KILOBYTE;
    }

    private static OptionalLong value(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return number(List.of(line.substring(name.length()).trim().split("\\s+")));
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong number(List<String> words) {
        String first = words.isEmpty() ? "" : words.get(0).trim();
        return first.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(first)) : OptionalLong.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }
}
