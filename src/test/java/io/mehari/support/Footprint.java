package io.mehari.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a gateway inside this JVM holds on to. Taking it collects all garbage first, so it is exact and slow.
 *
 * @param processes descendants of this process
 * @param threads live threads of the gateway's own, named {@code mehari-*}
 * @param descriptors open files, sockets and pipes; 0 where the system does not tell
 * @param connections live objects per kind of connection to an upstream
 * @param heapBytes live bytes of the whole heap
 */
public record Footprint(long processes, long threads, long descriptors, Map<String, Long> connections, long heapBytes) {
    private static final Pattern CONNECTION = Pattern.compile(
            "(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+io\\.mehari\\.upstream\\.\\w+\\.(\\w*Connection|Session|"
                    + "ServerProcess|ListeningStream|SessionCall|RequestExchange)\\s*$");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

    /** What is held now. */
    public static Footprint take() {
        String histogram = histogram();
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("No total in the class histogram");
        }
        return new Footprint(
                ProcessHandle.current().descendants().count(),
                threadsOfTheGateway(),
                openDescriptors(),
                connections(histogram),
                Long.parseLong(total.group(1)));
    }

    private static Map<String, Long> connections(String histogram) {
        Map<String, Long> found = new TreeMap<>();
        Matcher line = CONNECTION.matcher(histogram);
        while (line.find()) {
            found.put(line.group(2), Long.parseLong(line.group(1)));
        }
        return found;
    }

    /** Objects that can be reached, as {@code jcmd GC.class_histogram} prints them. */
    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("This JVM gives no class histogram", e);
        }
    }

    private static long threadsOfTheGateway() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mehari-"))
                .count();
    }

    private static long openDescriptors() {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
