package io.mehari.monitoring.exposition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.thread.GatewayThread;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes the documents of {@code /metrics} on a thread of its own. Whoever asks while one is being made gets that one, so that
 * any number of requests costs one document at a time. Safe for concurrent use.
 */
public final class MetricsDocuments implements AutoCloseable {
    /** The text form of Prometheus, version 0.0.4. */
    public static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    /** OpenMetrics 1.0. */
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String JSON = "application/json";
    private static final int FORMS = 3;
    private static final long IDLE_SECONDS = 30;

    private final Supplier<PrometheusMeterRegistry> registry;
    private final Supplier<ObjectNode> report;
    private final Map<String, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(FORMS), MetricsDocuments::thread);

    /**
     * Documents of what is read when they are asked for; the thread begins with the first one.
     *
     * @param registry asked for with the first document for Prometheus
     * @param report makes the JSON document
     */
    MetricsDocuments(Supplier<PrometheusMeterRegistry> registry, Supplier<ObjectNode> report) {
        this.registry = registry;
        this.report = report;
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        return new GatewayThread(task, "mehari-metrics");
    }

    /**
     * The metrics as JSON.
     *
     * @return ends on the thread that makes it; not to be changed
     */
    public CompletableFuture<ObjectNode> json() {
        return document(JSON, report);
    }

    /**
     * All meters as text.
     *
     * @param form {@link #PROMETHEUS} or {@link #OPEN_METRICS}
     * @return ends on the thread that makes it; not to be changed
     */
    public CompletableFuture<byte[]> text(String form) {
        return document(form, () -> scrape(form));
    }

    private byte[] scrape(String form) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            registry.get().scrape(text, form);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    @SuppressWarnings("unchecked") // one type for each form
    private <T> CompletableFuture<T> document(String form, Supplier<T> make) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<?> other = underWay.putIfAbsent(form, mine);
        if (other != null) {
            return (CompletableFuture<T>) other;
        }
        try {
            thread.execute(() -> make(form, mine, make));
        } catch (RejectedExecutionException e) {
            underWay.remove(form, mine);
            mine.completeExceptionally(new IllegalStateException("The gateway stops", e));
        }
        return mine;
    }

    private <T> void make(String form, CompletableFuture<T> document, Supplier<T> make) {
        try {
            T made = make.get();
            underWay.remove(form, document);
            document.complete(made);
        } catch (Throwable e) { // whatever it is, whoever waits is answered
            underWay.remove(form, document);
            document.completeExceptionally(e);
        }
    }

    /** Ends the thread; who still waits is refused. */
    @Override
    public void close() {
        refuse(); // before what is made in haste, as its thread is interrupted, is taken for a document
        thread.shutdownNow();
        refuse();
    }

    private void refuse() {
        underWay.values()
                .forEach(document -> document.completeExceptionally(new IllegalStateException("The gateway stops")));
    }
}
