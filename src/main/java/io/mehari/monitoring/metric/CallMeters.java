package io.mehari.monitoring.metric;

import io.mehari.call.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Counts calls as they end: by server, tool and outcome, and how long they took. What callers invent makes no meters: tools
 * that are not in the catalogue, and those beyond the most that are counted apart, are {@value #OTHER}. Safe for concurrent
 * use; recording a call neither locks nor allocates, but for the first call of a tool and once in a slice of the window.
 */
public final class CallMeters implements MetricSource {
    /** Server and tool of what is not counted apart. */
    public static final String OTHER = "other";

    /** Most servers, over the whole life of the process, that are counted apart. */
    private static final int MOST_SERVERS = 1_000;

    private static final double NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<String, ServerMeters> servers = new ConcurrentHashMap<>();
    private final AtomicInteger tools = new AtomicInteger();
    private final Window recentFailures;
    private final Window hourOfFailures = new Window(HOUR);
    private final Predicate<String> isServer;
    private final BiPredicate<String, String> isTool;
    private final MetricSettings settings;
    private final boolean enabled;
    private final LongSupplier nanoTime;
    private final long began;

    /**
     * Nothing counted yet.
     *
     * @param isServer whether a server of this name is known
     * @param isTool whether a server has a tool of this name
     * @param settings bounds
     * @param enabled whether calls are counted at all
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public CallMeters(
            Predicate<String> isServer,
            BiPredicate<String, String> isTool,
            MetricSettings settings,
            boolean enabled,
            LongSupplier nanoTime) {
        this.isServer = isServer;
        this.isTool = isTool;
        this.settings = settings;
        this.enabled = enabled;
        this.nanoTime = nanoTime;
        this.recentFailures = new Window(settings.window());
        this.began = nanoTime.getAsLong();
    }

    /**
     * Counts a call that has ended, and that the cache has not answered.
     *
     * @param server as the caller gave it
     * @param tool as the caller gave it
     * @param outcome how it ended
     * @param nanos how long it took
     * @param now when it ended, by the clock of these meters
     */
    public void record(String server, String tool, Outcome outcome, long nanos, long now) {
        record(server, tool, outcome, false, nanos, now);
    }

    /**
     * Counts a call that has ended.
     *
     * @param server as the caller gave it
     * @param tool as the caller gave it
     * @param outcome how it ended
     * @param cacheHit whether the cache answered it
     * @param nanos how long it took
     * @param now when it ended, by the clock of these meters
     */
    public void record(String server, String tool, Outcome outcome, boolean cacheHit, long nanos, long now) {
        if (!enabled) {
            return;
        }
        ServerMeters ofServer = servers.get(server);
        if (ofServer == null) {
            ofServer = ofNewServer(server);
        }
        ToolMeter ofTool = ofServer.find(tool);
        if (ofTool == null) {
            ofTool = ofNewTool(ofServer, server, tool);
        }
        ofServer.record(ofTool, outcome, cacheHit, nanos, now);
        if (outcome.isFailure()) {
            recentFailures.record(now, nanos);
            hourOfFailures.record(now, nanos);
        }
    }

    private ServerMeters ofNewServer(String server) {
        boolean apart = servers.size() < MOST_SERVERS && isServer.test(server);
        return servers.computeIfAbsent(apart ? server : OTHER, made -> new ServerMeters(settings.window()));
    }

    private ToolMeter ofNewTool(ServerMeters meters, String server, String tool) {
        boolean apart = tools.get() < settings.maxTools() && isTool.test(server, tool);
        return apart ? meters.of(tool, tools::incrementAndGet) : meters.of(OTHER, () -> {});
    }

    /**
     * Calls that have ended since the start.
     *
     * @return from 0
     */
    public long calls() {
        return servers.values().stream().mapToLong(ServerMeters::calls).sum();
    }

    /**
     * How long a call has taken on average since the start.
     *
     * @return in seconds; 0 before the first call
     */
    public double averageSeconds() {
        long calls = calls();
        long nanos = servers.values().stream().mapToLong(ServerMeters::nanos).sum();
        return calls == 0 ? 0 : nanos / (double) calls / NANOS;
    }

    /**
     * The calls within the window, by server.
     *
     * @return how long they took, in nanoseconds; without servers that had none
     */
    public Map<String, WindowStatistics> recent() {
        long now = nanoTime.getAsLong();
        Map<String, WindowStatistics> recent = new TreeMap<>();
        servers.forEach((server, meters) -> recent.put(server, meters.recent(now)));
        recent.values().removeIf(statistics -> statistics.count() == 0);
        return recent;
    }

    /**
     * Calls and failures a second, within the window.
     *
     * @return {@code calls_per_second}, the same of each server ({@code calls_per_second/files}), {@code
     *     errors_per_second}; measured in each slice of the window that has passed
     */
    public Map<String, ValueStatistics> rates() {
        long now = nanoTime.getAsLong();
        int slices = recentFailures.passed(began, now);
        CallRates calls = new CallRates(slices, recentFailures.sliceSeconds());
        Map<String, ValueStatistics> rates = new TreeMap<>();
        servers.forEach((server, meters) -> rates.put("calls_per_second/" + server, calls.add(meters.window(), now)));
        rates.put("calls_per_second", calls.together());
        rates.put("errors_per_second", new CallRates(slices, recentFailures.sliceSeconds()).add(recentFailures, now));
        return rates;
    }

    /**
     * Failures within the window.
     *
     * @return from 0
     */
    public long recentFailures() {
        return recentFailures.read(nanoTime.getAsLong()).count();
    }

    /**
     * Failures within the last hour.
     *
     * @return from 0
     */
    public long failuresOfLastHour() {
        return hourOfFailures.read(nanoTime.getAsLong()).count();
    }

    @Override
    public void read(MetricSamples samples) {
        servers.forEach((server, meters) -> meters.read(samples, server));
    }
}
