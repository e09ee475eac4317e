package io.mehari.history.change;

import io.mehari.history.KeptVersion;
import io.mehari.history.VersionStore;
import io.mehari.text.Causes;
import io.mehari.text.LogThrottle;
import io.mehari.thread.GatewayThread;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Copies kept versions into the database that several gateways share, for people who look there: what is kept in files is what counts,
 * and is in nobody's way. What could not be copied is still in the files, and is copied with the next change, or when the database is
 * back. Safe for concurrent use; only {@link #close()} waits.
 */
final class ChangeCopies implements AutoCloseable {
    /** How long copies are kept. */
    static final Duration KEPT = Duration.ofDays(365);

    private static final Logger LOG = LoggerFactory.getLogger(ChangeCopies.class);
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 5;

    private final VersionStore store;
    private final ChangeTable table;
    private final String host;
    private final Clock clock;
    private final LogThrottle failures = new LogThrottle();
    private final ThreadPoolExecutor worker;

    /**
     * Copies nothing yet.
     *
     * @param store has the versions
     * @param table takes them
     * @param host where this gateway runs, for people
     * @param clock says which copies are too old
     */
    ChangeCopies(VersionStore store, ChangeTable table, String host, Clock clock) {
        this.store = store;
        this.table = table;
        this.host = host;
        this.clock = clock;
        this.worker = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), ChangeCopies::thread);
        worker.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        return new GatewayThread(task, "mehari-change-copies");
    }

    /** Copies what is missing, soon. One that waits already does it for all. */
    void copy() {
        try {
            worker.execute(this::copyMissing);
        } catch (RejectedExecutionException e) {
            LOG.trace("Copies are asked for already, or not any more", e);
        }
    }

    private void copyMissing() {
        try {
            String gateway = store.identity();
            int last = table.last(gateway);
            SortedMap<String, String> before = new TreeMap<>();
            List<KeptVersion> oldestFirst = new ArrayList<>(store.all());
            Collections.reverse(oldestFirst);
            for (KeptVersion version : oldestFirst) {
                if (version.number() > last) {
                    table.add(gateway, host, version, files(version, before));
                }
                before = version.files();
            }
            table.removeOlderThan(clock.instant().minus(KEPT));
        } catch (IOException | DataAccessException | TransactionException e) {
            if (failures.occurred() > 0) {
                LOG.warn(
                        "Versions of the files are not copied into the database: {}; they are kept in files, and copied"
                                + " later ({} attempts so far)",
                        Causes.of(e),
                        failures.count());
            }
        }
    }

    private List<ChangeTable.File> files(KeptVersion version, SortedMap<String, String> before) throws IOException {
        SortedMap<String, byte[]> contents = store.files(version).files();
        List<ChangeTable.File> files = new ArrayList<>();
        version.changesSince(before).forEach((name, change) -> {
            byte[] content = contents.get(name);
            files.add(new ChangeTable.File(name, change, content == null ? null : SecretValues.hide(name, content)));
        });
        return files;
    }

    /** What is being copied is waited for, within a bound. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
