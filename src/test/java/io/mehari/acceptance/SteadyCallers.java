package io.mehari.acceptance;

import static org.awaitility.Awaitility.await;

import io.mehari.support.PlainClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that call the tool {@code counted/run} one after the other, each call with a name of its own, until they are closed. */
final class SteadyCallers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final PlainClient client;
    private final String name;
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> succeeded = new ConcurrentLinkedQueue<>();
    private final ExecutorService callers;
    private volatile boolean closed;
    private volatile String failure = "";

    /**
     * Callers that have begun.
     *
     * @param name what the names of their calls begin with
     */
    SteadyCallers(PlainClient client, String name, int number) {
        this.client = client;
        this.name = name;
        this.callers = Executors.newFixedThreadPool(number);
        for (int i = 0; i < number; i++) {
            callers.execute(this::call);
        }
    }

    private void call() {
        while (!closed) {
            String call = name + ids.incrementAndGet();
            HttpResponse<String> answer = client.post("/counted/run", "{\"call\":\"" + call + "\"}");
            if (answer.statusCode() == 200) {
                succeeded.add(call);
            } else {
                failure = answer.body();
            }
            statuses.merge(answer.statusCode(), 1, Integer::sum);
            answers.incrementAndGet();
        }
    }

    /** Waits until so many calls have been answered, in whatever way. */
    void awaitAnswers(int number) {
        await(number + " answers").atMost(LIMIT).until(() -> answers.get() >= number);
    }

    int answers() {
        return answers.get();
    }

    /** How many answers had each status. */
    Map<Integer, Integer> statuses() {
        return new TreeMap<>(statuses);
    }

    /** The calls that were answered with a result. */
    Queue<String> succeeded() {
        return succeeded;
    }

    /** The last answer that was no result. */
    String failure() {
        return failure;
    }

    /** Lets each end its call; may be called twice. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        callers.shutdown();
        if (!callers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("A call has no answer");
        }
    }
}
