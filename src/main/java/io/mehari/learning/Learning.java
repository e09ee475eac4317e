package io.mehari.learning;

import io.mehari.call.CallCompleted;
import io.mehari.event.EventQueue;
import io.mehari.text.Counted;
import io.mehari.text.LogThrottle;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Learns from calls, in three steps that routes put together: take what has ended out of the queue, write it into the
 * journal, add it to the database. A record is in the journal before it goes on, so whatever happens to it behind that, it
 * is read there again and counted once. Opens nothing before the first step. The last two steps wait for disk and database.
 * Safe for concurrent use.
 */
public final class Learning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Learning.class);
    private static final long RETRY = Duration.ofSeconds(5).toNanos();

    /** How often what other gateways have learnt is read. */
    private static final long REFRESH = Duration.ofSeconds(60).toNanos();

    private final EventQueue<CallCompleted> queue;
    private final LearningSettings settings;
    private final JournalFolder folder;
    private final LearningTable table;
    private final LearnedTools tools;
    private final LearningCounts counts = new LearningCounts();
    private final LogThrottle losses = new LogThrottle();
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** Held by whoever adds to the database, which may take long; never asked for with that of the journal held. */
    private final Object storing = new Object();

    private volatile LearningJournal journal;
    private volatile CatchUp catchUp;

    /** Whether the journal has records that are not on their way: at the start, and after something went wrong. */
    private volatile boolean behind = true;

    private volatile long triedAt;
    private volatile long refreshedAt;
    private volatile boolean refreshing;
    private volatile Optional<String> journalProblem = Optional.empty();
    private volatile Optional<String> databaseProblem = Optional.empty();

    /**
     * Nothing is opened yet.
     *
     * @param queue calls that have ended and are to be learnt from
     * @param folder of the journal
     * @param table in the database
     * @param clock time of records
     * @param nanoTime time from any origin, in nanoseconds
     */
    Learning(
            EventQueue<CallCompleted> queue,
            LearningSettings settings,
            JournalFolder folder,
            LearningTable table,
            Clock clock,
            LongSupplier nanoTime) {
        this.queue = queue;
        this.settings = settings;
        this.folder = folder;
        this.table = table;
        this.tools = new LearnedTools(table, settings.maxTools(), settings.maxContexts(), counts);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.triedAt = nanoTime.getAsLong() - RETRY;
        this.refreshedAt = nanoTime.getAsLong();
    }

    /**
     * Takes the calls that wait. Never waits.
     *
     * @return the oldest first; empty if nothing is to be done, an empty list if there are no calls and the next steps are
     *     to look after what waits in the journal
     */
    Optional<List<CallCompleted>> take() {
        List<CallCompleted> calls = queue.drain();
        boolean refresh = nanoTime.getAsLong() - refreshedAt >= REFRESH;
        if (refresh) {
            refreshedAt = nanoTime.getAsLong();
            refreshing = true;
        }
        return calls.isEmpty() && !refresh && !isDue() ? Optional.empty() : Optional.of(calls);
    }

    private boolean isDue() {
        return behind && nanoTime.getAsLong() - triedAt >= RETRY;
    }

    /**
     * Writes calls into the journal. Waits for the disk.
     *
     * @return their records; empty if they could not be written, which is counted
     */
    List<LearningRecord> journal(List<CallCompleted> calls) {
        List<CallCompleted> writable = new ArrayList<>(calls);
        writable.removeIf(call -> !LearningRecord.isWritable(call.server()) || !LearningRecord.isWritable(call.tool()));
        counts.leftOut.add(calls.size() - writable.size());
        try {
            List<LearningRecord> records = opened().append(writable);
            counts.journaled.add(records.size());
            if (!records.isEmpty()) {
                journalProblem = Optional.empty();
            }
            return records;
        } catch (IOException e) {
            lose(writable.size(), e);
            return new ArrayList<>();
        }
    }

    private synchronized LearningJournal opened() throws IOException {
        if (journal == null) {
            LearningJournal open =
                    LearningJournal.open(folder, settings.maxJournal().toBytes(), table::position);
            open.files().forEach(file -> counts.unreadable.add(file.unreadable()));
            catchUp = new CatchUp(open, table, tools, settings.retention(), clock, counts);
            journal = open;
        }
        return journal;
    }

    private void lose(int records, IOException e) {
        counts.lost.add(records);
        String reason = e instanceof JournalFullException ? e.getMessage() : "It cannot be written: " + e;
        journalProblem = Optional.of(
                "Calls are not learnt from since the journal in " + folder.path() + " takes no more. " + reason);
        if (records > 0 && losses.occurred() > 0) {
            LOG.warn(
                    "{} since the start, calls are answered all the same. {}",
                    Counted.of(counts.lost.sum(), "record of a call is lost", "records of calls are lost"),
                    reason);
        }
    }

    /**
     * Adds records to the database, by one commit; what does not follow what is there is read from the journal. Waits for the
     * database. While it fails records stay in the journal, and are tried again every five seconds.
     *
     * @param records in their order
     */
    void store(List<LearningRecord> records) {
        synchronized (storing) {
            CatchUp adding = catchUp;
            if (adding == null || (behind && !isDue())) {
                return;
            }
            try {
                if (behind || !adding.follows(records)) {
                    triedAt = nanoTime.getAsLong();
                    adding.run();
                } else {
                    adding.add(records);
                }
                if (refreshing) {
                    refreshing = false;
                    tools.reload();
                }
                works();
            } catch (DataAccessException | TransactionException | IOException e) {
                fails(e);
            }
        }
    }

    /**
     * Tells other gateways what this one has learnt, and knows what they have from then on. Waits for the database and for Redis;
     * where one of them fails, what was known before stays.
     *
     * @param share reads and writes Redis
     */
    void share(LearningShare share) {
        LearningJournal open = journal;
        if (open == null) {
            return;
        }
        String node = open.origin().node();
        try {
            OptionalLong token = share.token();
            Collection<OriginSums> elsewhere = share.exchange(table.journals().stream()
                    .filter(sums -> sums.origin().node().equals(node))
                    .toList());
            synchronized (storing) {
                tools.replace(OriginSums.merged(
                        List.of(table.journals(), elsewhere), settings.maxTools(), settings.maxContexts()));
            }
            if (token.isPresent()) {
                share.writeTotals(token.getAsLong(), LearningReport.totals(tools.all(), clock.instant()));
                share.writeScores(token.getAsLong(), tools.contexts());
            }
        } catch (DataAccessException e) {
            LOG.debug("What was learnt is not shared with other gateways now: the database fails", e);
        }
    }

    private void works() {
        behind = false;
        if (databaseProblem.isPresent()) {
            databaseProblem = Optional.empty();
            LOG.info("What was learnt of calls can be stored again");
        }
    }

    private void fails(Exception e) {
        behind = true;
        triedAt = nanoTime.getAsLong();
        if (databaseProblem.isEmpty()) {
            LOG.warn("What was learnt of calls cannot be stored; it waits in the journal and is tried again", e);
        }
        databaseProblem = Optional.of(
                "What was learnt of calls waits in the journal since the database fails; the log has the cause");
    }

    /**
     * What was learnt of each tool, by all gateways that use the database or share by Redis, as far as this one has seen: a
     * minute ago at most in the database.
     *
     * @return sorted by name; empty before it is loaded
     */
    public Map<ToolName, ToolSums> tools() {
        return tools.all();
    }

    /**
     * What was learnt of each tool in each context, by the same gateways.
     *
     * @return sorted by context and name; empty before it is loaded
     */
    public Map<ContextTool, ToolSums> contexts() {
        return tools.contexts();
    }

    /**
     * What became of the records since the start. Only looks.
     *
     * @return as of now
     */
    public LearningStatus status() {
        LearningJournal open = journal;
        CatchUp adding = catchUp;
        return new LearningStatus(
                tools.isLoaded(),
                queue.size(),
                queue.dropped(),
                counts.journaled.sum(),
                counts.stored.sum(),
                counts.lost.sum(),
                counts.leftOut.sum(),
                counts.contextsLeftOut.sum(),
                counts.expired.sum(),
                counts.unreadable.sum(),
                open == null || adding == null ? 0 : Math.max(0, open.next() - 1 - adding.stored()),
                open == null ? 0 : open.bytes(),
                journalProblem.or(() -> databaseProblem));
    }

    /** Writes what waits into the journal, where the next start finds it, and ends the file. May be called twice. */
    @Override
    public void close() {
        List<CallCompleted> rest = queue.drain();
        if (!rest.isEmpty()) {
            journal(rest);
        }
        LearningJournal open = journal;
        if (open != null) {
            open.close();
        }
    }
}
