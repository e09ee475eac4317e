package io.mehari.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Drives by {@code wrk} on one thread: the cheapest caller there is, so most of the machine is the server's. */
final class WrkDriver implements Driver {
    private static final Pattern SUMMARY = Pattern.compile(
            "bench calls=(\\d+) errors=(\\d+) micros=(\\d+) mean=([\\d.]+) p50=([\\d.]+) p95=([\\d.]+) p99=([\\d.]+)");
    private static final String DONE = """
            done = function(summary, latency, requests)
              local e = summary.errors
              local failed = e.connect + e.read + e.write + e.status + e.timeout
              io.write(string.format(
                "bench calls=%d errors=%d micros=%d mean=%.1f p50=%.1f p95=%.1f p99=%.1f\\n",
                summary.requests - e.status, failed, summary.duration, latency.mean,
                latency:percentile(50), latency:percentile(95), latency:percentile(99)))
            end
            """;

    private final Path directory;

    /** A driver that keeps its script in this directory. */
    WrkDriver(Path directory) {
        this.directory = directory;
    }

    /** Whether wrk is installed. */
    static boolean installed() {
        return SearchPath.find("wrk").isPresent();
    }

    @Override
    public String name() {
        return "wrk, one thread";
    }

    @Override
    public Measurement run(HttpCall call, int callers, Duration length) throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("wrk.lua"), script(call));
        Process wrk = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + callers,
                        "-d" + Math.max(1, length.toSeconds()) + "s",
                        "--timeout",
                        "10s",
                        "-s",
                        script.toString(),
                        call.uri().toString())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            wrk.waitFor(10, TimeUnit.SECONDS);
            return parse(output);
        } finally {
            wrk.destroyForcibly();
        }
    }

    @Override
    public int dropped(int callers) {
        return callers;
    }

    private static String script(HttpCall call) {
        String headers = call.headers().entrySet().stream()
                .map(header -> "wrk.headers[\"%s\"] = \"%s\"\n".formatted(header.getKey(), header.getValue()))
                .collect(Collectors.joining());
        return headers + "wrk.method = \"" + call.method()
                + "\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = [==[" + call.body() + "]==]\n"
                + DONE;
    }

    /** What the script printed, as a measurement. */
    static Measurement parse(String output) {
        Matcher summary = SUMMARY.matcher(output);
        if (!summary.find()) {
            throw new IllegalStateException("wrk printed no summary: " + output);
        }
        return new Measurement(
                Long.parseLong(summary.group(1)),
                Long.parseLong(summary.group(2)),
                number(summary, 3) / 1_000_000,
                number(summary, 4),
                number(summary, 5),
                number(summary, 6),
                number(summary, 7),
                Double.NaN);
    }

    private static double number(Matcher summary, int group) {
        return Double.parseDouble(summary.group(group));
    }

    @Override
    public void close() {
        // Every run ends its own process.
    }
}
