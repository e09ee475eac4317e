package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.support.PlainClient;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers that call at an even pace until they are closed, and remember what was answered: a tool whose results are cached, with
 * names of their own and with names that all call again and again; one whose results are not; and, apart from these since failed
 * calls wait for their dead letter, one that fails. The servers are those of {@link #servers}.
 */
final class MixedCallers implements AutoCloseable {
    /** Far more than all parts beside a call may take together, and far less than any limit of a call. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** As long as a database that stands still may hold up a failed call: one commit before its own, and its own. */
    private static final Duration LONGEST_OF_FAILED = Duration.ofSeconds(20);

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PACE = Duration.ofMillis(4);

    private final PlainClient client;
    private final String name;
    private final int common;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> kept = new ConcurrentLinkedQueue<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService callers;

    /**
     * Callers that have begun.
     *
     * @param name what the names of their calls begin with
     * @param number of those who call tools that work, besides two who call the one that fails
     * @param common names that all call again and again; 0 for none, so that each result is kept once
     */
    MixedCallers(PlainClient client, String name, int number, int common) {
        this.client = client;
        this.name = name;
        this.common = common;
        this.callers = Executors.newScheduledThreadPool(number + 2);
        for (int i = 0; i < number; i++) {
            callers.scheduleWithFixedDelay(this::callWell, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        }
        for (int i = 0; i < 2; i++) {
            callers.scheduleWithFixedDelay(this::callBadly, 0, 5 * PACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * The servers whose tools are called.
     *
     * @param url of a {@link ChaosServer}
     * @param ttl how long results of {@code kept} are kept
     * @param stale how long they are given beyond that, while they are renewed
     */
    static String servers(String url, String ttl, String stale) {
        return new Servers()
                .with("kept", entry -> {
                    entry.put("url", url).put("type", "streamable-http");
                    entry.putObject("cache").put("ttl", ttl).put("staleWhileRevalidate", stale);
                })
                .with("plain", entry -> {
                    entry.put("url", url).put("type", "streamable-http");
                    entry.putObject("retry").put("max", 0);
                })
                .with("failing", entry -> {
                    entry.put("url", url).put("type", "streamable-http");
                    entry.putObject("breaker").put("window", 1000).put("failure-rate", 100);
                    entry.putObject("retry").put("max", 0);
                })
                .toString();
    }

    /** Makes a call of {@link #kept()} once more, and says whether its result came from a cache. */
    static boolean isHit(PlainClient client, String call) {
        HttpResponse<String> answer = call(client, "kept/read", call, "", LONGEST);
        assertThat(answer.body()).contains("\"ran " + call + "\"");
        return answer.body().contains("\"cache_hit\":true");
    }

    private static HttpResponse<String> call(
            PlainClient client, String tool, String call, String fault, Duration limit) {
        return client.send(client.request("/api/v1/tools/" + tool)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"call\":\"" + call + "\"" + fault + "}")));
    }

    private void callWell() {
        int number = numbers.incrementAndGet();
        String own = name + number;
        attempt(() -> {
            kept.add(own);
            answered("kept/read", own, "", 200, LONGEST);
            if (common > 0) {
                answered("kept/read", name + "common" + number % common, "", 200, LONGEST);
            }
            answered("plain/write", own, "", 200, LONGEST);
        });
    }

    /** One of ten succeeds, so that the breaker stays closed. */
    private void callBadly() {
        int number = numbers.incrementAndGet();
        String own = name + "bad" + number;
        attempt(() -> {
            if (number % 10 == 0) {
                answered("failing/write", own, "", 200, LONGEST);
                return;
            }
            HttpResponse<String> answer =
                    answered("failing/write", own, ",\"fault\":\"STATUS_500\"", 502, LONGEST_OF_FAILED);
            if (answer.statusCode() == 502) {
                answer.headers().firstValue("x-request-id").ifPresent(failed::add);
            }
        });
    }

    private HttpResponse<String> answered(String tool, String call, String fault, int status, Duration limit) {
        long begun = System.nanoTime();
        HttpResponse<String> answer = call(client, tool, call, fault, limit);
        if (answer.statusCode() != status || (status == 200 && !answer.body().contains("\"ran " + call + "\""))) {
            wrong.add(tool + " " + call + ": " + answer.statusCode() + " " + answer.body());
        }
        if (status == 200) {
            nanos.add(System.nanoTime() - begun);
            answered.incrementAndGet();
        }
        return answer;
    }

    /** Whoever gets no answer is remembered with that, and goes on. */
    private void attempt(Runnable calls) {
        try {
            calls.run();
        } catch (UncheckedIOException e) {
            wrong.add(e + ": " + e.getCause());
        }
    }

    /** Waits until so many more calls of tools that work have been answered, or one answer was wrong. */
    void awaitAnswers(int more) {
        int until = answered.get() + more;
        await(more + " answers")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> answered.get() >= until || !wrong.isEmpty());
    }

    /** Calls whose results were to be kept, each with a name of its own; whether or not they were answered. */
    List<String> kept() {
        return List.copyOf(kept);
    }

    /** The ids of the requests whose answer was the failure it should be: each has a dead letter, unless that was lost. */
    List<String> failed() {
        return List.copyOf(failed);
    }

    /** Answers that are not what they should be, and calls without one, since this was asked last. */
    List<String> wrong() {
        List<String> all = new ArrayList<>();
        for (String next = wrong.poll(); next != null; next = wrong.poll()) {
            all.add(next);
        }
        return all;
    }

    int answers() {
        return answered.get();
    }

    /** How long the calls of tools that work took since this was asked last, in words. */
    String latencies() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        nanos.clear();
        if (sorted.length == 0) {
            return "no calls";
        }
        return "%d calls, median %.1f ms, 99 %% %.1f ms, longest %.1f ms"
                .formatted(
                        sorted.length,
                        sorted[sorted.length / 2] / 1e6,
                        sorted[sorted.length * 99 / 100] / 1e6,
                        Arrays.stream(sorted).max().getAsLong() / 1e6);
    }

    /** Lets each end its call; may be called twice. */
    @Override
    public void close() throws InterruptedException {
        callers.shutdown();
        if (!callers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("A call has no answer");
        }
    }
}
