package io.mehari.cache;

import io.mehari.cache.CachedResultsTable.Kept;
import io.mehari.cache.CachedResultsTable.Row;
import io.mehari.text.Causes;
import io.mehari.text.LogThrottle;
import io.mehari.thread.GatewayThread;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionException;

/**
 * Results in the database. What is to be kept goes through a bounded queue to one thread, which writes all that waits by one commit: a
 * result counts as kept once that is through, and survives the death of the process from then on. Two more threads read. Safe for
 * concurrent use.
 */
final class DatabaseTierStore implements TierStore {
    /** Most results and removals that wait for the database. */
    static final int QUEUE = 1000;

    /** Most results of one commit. */
    static final int BATCH = 200;

    /** Results after which is looked whether there are too many; and the longest time until then. */
    static final int TIDY_AFTER = 1000;

    static final Duration TIDY_EVERY = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseTierStore.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    /** Most attempts of one commit while others are in its way. */
    private static final int ATTEMPTS = 5;

    private static final int READERS = 2;
    private static final int QUERIES = 100;

    private final CachedResultsTable table;
    private final DatabaseTierSettings settings;
    private final Clock clock;
    private final ArrayBlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ThreadPoolExecutor readers = readers();
    private final LogThrottle failures = new LogThrottle();
    private final Thread writer;
    private volatile boolean closed;

    /**
     * Opens the store and starts its thread.
     *
     * @param database with the tables of {@code db/migration}; not closed by this store
     * @param settings how much is kept
     * @param clock says what does not hold any more
     */
    DatabaseTierStore(DataSource database, DatabaseTierSettings settings, Clock clock) {
        this.table = new CachedResultsTable(database);
        this.settings = settings;
        this.clock = clock;
        this.writer = new GatewayThread(this::run, "mehari-cache-writes");
        writer.start();
    }

    /** One of the two is null; both for the end. */
    private record Work(Row row, CacheScope removed, CompletableFuture<Void> done) {
        static final Work END = new Work(null, null, new CompletableFuture<>());
    }

    @Override
    public CompletionStage<byte[]> read(String key) {
        return CompletableFuture.supplyAsync(() -> table.find(key, clock.millis()), readers);
    }

    @Override
    public CompletionStage<Void> write(String key, byte[] bytes, Duration ttl) {
        return queued(new Work(new Row(key, bytes, clock.millis() + ttl.toMillis()), null, new CompletableFuture<>()));
    }

    /** Behind what waits to be written. */
    @Override
    public CompletionStage<Void> remove(CacheScope scope) {
        return queued(new Work(null, scope, new CompletableFuture<>()));
    }

    private CompletionStage<Void> queued(Work work) {
        if (closed || !queue.offer(work)) {
            throw new RejectedExecutionException(
                    closed ? "the cache is closed" : QUEUE + " results wait for the database already");
        }
        return work.done();
    }

    /** Writes what waits, within a few seconds. No thread is interrupted: that would close the file of the database. */
    @Override
    public void close() {
        closed = true;
        readers.shutdown();
        try {
            if (queue.offer(Work.END, CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.join(CLOSE_WITHIN.toMillis());
            }
            readers.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int written = 0;
        long tidied = System.nanoTime();
        List<Work> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                Work first = queue.poll(TIDY_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    written += batch.size();
                    if (isEnd(batch)) {
                        return;
                    }
                    batch.clear();
                }
                if (written >= TIDY_AFTER || System.nanoTime() - tidied >= TIDY_EVERY.toNanos()) {
                    tidy();
                    written = 0;
                    tidied = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is to be done in its order; says whether the end is among it. */
    private boolean isEnd(List<Work> batch) {
        List<Work> rows = new ArrayList<>(batch.size());
        for (Work work : batch) {
            if (work.row() != null) {
                rows.add(work);
                continue;
            }
            write(rows);
            rows.clear();
            if (work == Work.END) {
                return true;
            }
            attempt(() -> table.remove(work.removed()), List.of(work));
        }
        write(rows);
        return false;
    }

    /** Another gateway may have written the same key meanwhile: then the second attempt replaces what that one wrote. */
    /** What met another gateway's commit is written again: one of them has come through. Anything else is tried once more. */
    private void write(List<Row> rows, int attempts) {
        try {
            table.write(rows);
        } catch (DataAccessException e) {
            boolean met = e instanceof DuplicateKeyException || e instanceof ConcurrencyFailureException;
            if (attempts <= 1 || !met && attempts < ATTEMPTS) {
                throw e;
            }
            LOG.debug("Results are written once more", e);
            write(rows, attempts - 1);
        }
    }

    private void write(List<Work> works) {
        if (works.isEmpty()) {
            return;
        }
        List<Row> rows = works.stream().map(Work::row).toList();
        attempt(() -> write(rows, ATTEMPTS), works);
    }

    private static void attempt(Runnable statements, List<Work> works) {
        try {
            statements.run();
        } catch (DataAccessException | TransactionException | IllegalStateException e) {
            works.forEach(work -> work.done().completeExceptionally(e));
            return;
        }
        works.forEach(work -> work.done().complete(null));
    }

    /** Removes what does not hold any more, and what is too much. */
    void tidy() {
        try {
            while (table.removeExpired(clock.millis()) == CachedResultsTable.REMOVED_AT_ONCE) {
                LOG.debug("More results that do not hold any more are removed");
            }
            for (int many = tooMany(table.kept()); many > 0; many = tooMany(table.kept())) {
                if (table.removeFirst(many) == 0) {
                    return;
                }
            }
        } catch (DataAccessException | TransactionException | IllegalStateException e) {
            long times = failures.occurred();
            if (times > 0) {
                LOG.warn("Old results of the cache cannot be removed: {} ({} so far)", Causes.of(e), times);
            }
        }
    }

    /** How many to remove next: of too many bytes the share that results of middling size have. */
    private int tooMany(Kept kept) {
        long entries = kept.entries() - settings.maxEntries();
        long bytes = kept.bytes() - settings.maxSize().toBytes();
        long share = bytes <= 0 ? 0 : 1 + (long) (kept.entries() * (double) bytes / kept.bytes());
        return (int) Math.max(0, Math.min(CachedResultsTable.REMOVED_AT_ONCE, Math.max(entries, share)));
    }

    private static ThreadPoolExecutor readers() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor readers = new ThreadPoolExecutor(
                READERS,
                READERS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUERIES),
                task -> new GatewayThread(task, "mehari-cache-reads-" + number.incrementAndGet()));
        readers.allowCoreThreadTimeOut(true);
        return readers;
    }
}
