package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.thread.GatewayThread;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Documents that are ready to be sent. Each is built on one thread for all, when it is asked for and what it describes has
 * changed; whoever asks meanwhile gets the same. Those asked for last are kept, up to {@value #MOST_BYTES} bytes and {@value
 * #MOST} documents. Safe for concurrent use.
 */
final class DocumentStore implements AutoCloseable {
    /** Most documents that are kept. */
    static final int MOST = 500;

    /** Most bytes of the documents that are kept. */
    static final long MOST_BYTES = 64L * 1024 * 1024;

    private static final int MOST_WAITING = 1_000;
    private static final long IDLE_SECONDS = 30;

    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), DocumentStore::thread);

    /** Without documents; its thread begins with the first one. */
    DocumentStore() {
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        return new GatewayThread(task, "mehari-documents");
    }

    /**
     * The document of a name.
     *
     * @param <S> type of what a document is made of
     * @param name of the document; says what is asked for in every respect
     * @param state what the document is made of at the moment; equal as long as the document is the same
     * @param build makes the document of it, in bounded time
     * @return ends on the thread that builds, or has ended; exceptionally with a {@link RequestRejectedException} if too many
     *     documents wait to be built
     */
    <S> CompletableFuture<StoredDocument> get(String name, Supplier<S> state, Function<S, ObjectNode> build) {
        S now = state.get();
        Entry entry;
        Building building;
        synchronized (entries) {
            entry = entries.computeIfAbsent(name, key -> new Entry());
            if (entry.last != null && entry.last.holdsFor(now)) {
                return entry.last.document;
            }
            building = new Building();
            entry.last = building;
        }
        try {
            thread.execute(() -> build(entry, building, state, build));
        } catch (RejectedExecutionException e) {
            fail(entry, building, overloaded());
        }
        return building.document;
    }

    private <S> void build(Entry entry, Building building, Supplier<S> state, Function<S, ObjectNode> build) {
        try {
            S now = state.get();
            building.begin(now);
            StoredDocument document = StoredDocument.of(build.apply(now));
            entry.bytes = document.bytes().length;
            evict();
            building.document.complete(document);
        } catch (Throwable e) { // whatever it is, whoever waits is answered
            fail(entry, building, e);
        }
    }

    private void fail(Entry entry, Building building, Throwable failure) {
        synchronized (entries) {
            if (entry.last == building) {
                entry.last = null;
            }
        }
        building.document.completeExceptionally(failure);
    }

    private void evict() {
        synchronized (entries) {
            long bytes =
                    entries.values().stream().mapToLong(entry -> entry.bytes).sum();
            var oldest = entries.entrySet().iterator();
            while (entries.size() > 1 && (bytes > MOST_BYTES || entries.size() > MOST)) {
                Map.Entry<String, Entry> next = oldest.next();
                bytes -= next.getValue().bytes;
                oldest.remove();
            }
        }
    }

    private static RequestRejectedException overloaded() {
        return new RequestRejectedException(new Rejection(
                RejectionReason.OVERLOADED,
                "Too many documents wait to be built: ask for this one again in a moment",
                Map.of("retry-after", "1")));
    }

    /** Ends the thread; documents that are not built yet are refused. */
    @Override
    public void close() {
        thread.shutdownNow();
        synchronized (entries) {
            entries.values().stream()
                    .filter(entry -> entry.last != null)
                    .forEach(entry -> entry.last.document.completeExceptionally(overloaded()));
            entries.clear();
        }
    }

    /** What is kept under one name. */
    private static final class Entry {
        private Building last;
        private volatile long bytes;
    }

    /** A document that is built, or being built, or about to be. */
    private static final class Building {
        private final CompletableFuture<StoredDocument> document = new CompletableFuture<>();
        private boolean begun;
        private Object state;

        synchronized void begin(Object now) {
            begun = true;
            state = now;
        }

        /** One that has not begun looks at what there is when it begins. */
        synchronized boolean holdsFor(Object now) {
            return !begun || now.equals(state);
        }
    }
}
