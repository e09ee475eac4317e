package io.mehari.deadletter;

import io.mehari.thread.GatewayThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The failed calls, kept in a database until they expire. An entry is in the file before its future is done, so it
 * survives the death of the process.
 *
 * <p>Safe for concurrent use. No method waits but {@link #close()}: entries go through a bounded queue to one writer
 * thread, queries through another to two readers, and whatever does not fit fails immediately. Futures are done by
 * those threads: what follows them must be short and must not wait for this store.
 */
public final class DeadLetters implements AutoCloseable {
    /** Most entries of one {@link #list}; fewer where they are large. */
    public static final int MAX_LIST = 200;

    /** Longest time {@link #close()} gives to the writing of what is queued, and to queries under way. */
    static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private static final Duration PROBE_EVERY = Duration.ofSeconds(5);
    private static final int READERS = 2;
    private static final int QUERIES = 100;

    private final DeadLetterTable table;
    private final boolean shared;
    private final DeadLetterSettings settings;
    private final Clock clock;
    private final DeadLetterWriter writer;
    private final ThreadPoolExecutor readers;

    /**
     * Opens the store and starts its threads.
     *
     * @param database with the tables of {@code db/migration}; not closed by this store
     * @param settings sizes and times
     * @param clock tells which entries are too old
     */
    public DeadLetters(DataSource database, DeadLetterSettings settings, Clock clock) {
        this(database, DeadLetterFile.NONE, settings, clock, PROBE_EVERY);
    }

    /**
     * Opens the store of a database that other gateways use at the same time.
     *
     * @param database with the tables of {@code db/migration}; not closed by this store
     * @param settings sizes and times
     * @param clock tells which entries are too old
     * @return the store, its threads started
     */
    public static DeadLetters shared(DataSource database, DeadLetterSettings settings, Clock clock) {
        return new DeadLetters(database, DeadLetterFile.NONE, settings, clock, PROBE_EVERY, true);
    }

    DeadLetters(DeadLetterDatabase database, DeadLetterSettings settings, Clock clock) {
        this(database, database, settings, clock);
    }

    DeadLetters(DataSource database, DeadLetterFile file, DeadLetterSettings settings, Clock clock) {
        this(database, file, settings, clock, PROBE_EVERY);
    }

    DeadLetters(
            DataSource database, DeadLetterFile file, DeadLetterSettings settings, Clock clock, Duration probeEvery) {
        this(database, file, settings, clock, probeEvery, false);
    }

    DeadLetters(
            DataSource database,
            DeadLetterFile file,
            DeadLetterSettings settings,
            Clock clock,
            Duration probeEvery,
            boolean shared) {
        this.table = new DeadLetterTable(database, shared);
        this.shared = shared;
        this.settings = settings;
        this.clock = clock;
        this.writer = new DeadLetterWriter(
                new DeadLetterArchive(table, file, settings.bound(), shared),
                settings.queue(),
                settings.batch(),
                probeEvery);
        this.readers = readers();
        writer.start();
    }

    /**
     * Keeps an entry. The future is done once the entry is durable, or fails with {@link
     * DeadLetterNotStoredException} if it is lost.
     */
    public CompletableFuture<Void> store(DeadLetter entry) {
        return writer.write(entry);
    }

    /**
     * The newest entries, newest first: at most so many, and no more than about 1 MiB of text.
     *
     * @param filter which ones
     * @param limit most entries wanted, 1 to {@link #MAX_LIST}
     * @param before only entries older than the one with this id, to go on where the last list ended
     * @throws IllegalArgumentException if the limit is out of range
     */
    public CompletableFuture<DeadLetterPage> list(DeadLetterFilter filter, int limit, Optional<String> before) {
        if (limit < 1 || limit > MAX_LIST) {
            throw new IllegalArgumentException("The limit is " + limit + " but must be 1 to " + MAX_LIST);
        }
        return query(() -> table.list(filter, limit, before));
    }

    /** The entry with this id, if it is there. */
    public CompletableFuture<Optional<DeadLetter>> find(String id) {
        return query(() -> table.find(id));
    }

    /** How many entries there are. */
    public CompletableFuture<Long> count() {
        return query(table::count);
    }

    /**
     * Removes entries older than the retention time; says how many. Those beyond the most that are kept are removed as
     * others are written.
     */
    public CompletableFuture<Integer> expire() {
        return expire(clock.instant().minus(settings.retention()));
    }

    /**
     * Removes entries that failed before a time, whatever their state.
     *
     * @param before the time
     * @return how many were removed
     */
    public CompletableFuture<Integer> expire(Instant before) {
        return writer.expire(before);
    }

    /** Whether other gateways change entries as well. */
    boolean isShared() {
        return shared;
    }

    /** Changes entries, one change at a time and after what was stored before. */
    <T> CompletableFuture<T> change(Supplier<T> work) {
        return writer.change(work);
    }

    /**
     * How many entries wait for the database.
     *
     * @return at most {@code mehari.dead-letters.queue}
     */
    public int queued() {
        return writer.queued();
    }

    /** How many entries were lost since the start, for whatever reason. */
    public long lost() {
        return writer.lost();
    }

    /** What keeps entries from being stored, in one sentence; empty while all is well. Only looks, never asks. */
    public Optional<String> problem() {
        return writer.problem();
    }

    /** Writes what is queued, within a bound of ten seconds, and ends the threads. May be called twice. */
    @Override
    public void close() {
        readers.shutdown();
        try {
            writer.close(CLOSE_WITHIN);
            readers.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads entries beside the writer. */
    <T> CompletableFuture<T> query(Supplier<T> query) {
        try {
            return CompletableFuture.supplyAsync(query, readers);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new DeadLettersBusyException(QUERIES));
        }
    }

    private static ThreadPoolExecutor readers() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor readers = new ThreadPoolExecutor(
                READERS,
                READERS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUERIES),
                task -> new GatewayThread(task, "mehari-dead-letter-reads-" + number.incrementAndGet()));
        readers.allowCoreThreadTimeOut(true);
        return readers;
    }
}
