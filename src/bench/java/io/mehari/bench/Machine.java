package io.mehari.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Facts about where and when was measured, without which figures mean nothing. */
final class Machine {
    private Machine() {}

    /**
     * One fact a line.
     *
     * @param options what was added to the command that runs the bench
     * @param rounds how long was measured
     * @param driver what sent the calls
     */
    static List<String> facts(String options, String rounds, String driver) {
        return List.of(
                "Command: `./mvnw -B -q -Pbench verify -DskipTests" + options + "`, "
                        + Instant.now().truncatedTo(ChronoUnit.MINUTES),
                "Machine: %d cores, %s, %s %s; load before the run %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                processor(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                load()),
                "JVM: %s %s, heap %s for each process under test"
                        .formatted(
                                System.getProperty("java.vm.name"),
                                System.getProperty("java.vm.version"),
                                ChildJvm.HEAP),
                "Callers: %s, on the same machine, over loopback; %s".formatted(driver, rounds));
    }

    private static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
