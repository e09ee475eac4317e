package io.mehari.monitoring.metric;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/** Meters of a catalogue that tests give. */
public final class Meters {
    private Meters() {}

    /** Meters that know the server {@code files} with its tools {@code read} and {@code write}. */
    public static CallMeters ofFiles() {
        return of(500, () -> 0);
    }

    /** Windows of a minute. */
    public static ValueWindows windows(LongSupplier nanoTime) {
        return new ValueWindows(Duration.ofSeconds(60), nanoTime);
    }

    static CallMeters of(int maxTools, LongSupplier nanoTime) {
        Set<String> tools = Set.of("read", "write");
        return new CallMeters(
                "files"::equals,
                (server, tool) -> server.equals("files") && tools.contains(tool),
                new MetricSettings(Duration.ofSeconds(60), maxTools, false, true),
                true,
                nanoTime);
    }
}
