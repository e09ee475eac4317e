package io.mehari.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/**
 * The table and its file, both within their bounds after each call. For the writer's thread only. Nobody else adds or
 * removes entries of a file, so what there is need not be counted each time; where other gateways do, it is now and then, and a write
 * that met one of theirs, or a connection that was lost, is made once more.
 */
final class DeadLetterArchive {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterArchive.class);

    /** Most attempts at one write: a restart of the database breaks all connections that are open, one after another. */
    private static final int MOST_ATTEMPTS = 5;

    /** Longest time after which a write is tried once more, in nanoseconds: failed calls wait for it. */
    private static final long RETRIED_WITHIN = Duration.ofSeconds(2).toNanos();

    /** How long a count holds where others change entries, in nanoseconds. */
    private static final long COUNT_HOLDS = Duration.ofSeconds(30).toNanos();

    /** How many times the bytes kept a file may take that is written to: what was replaced is freed after a while. */
    private static final int ROOM_WHILE_WRITING = 2;

    /** A file up to this size is left alone, in bytes. */
    private static final long SMALL_FILE = 16L << 20;

    private final DeadLetterTable table;
    private final DeadLetterFile file;
    private final Tally bound;
    private final boolean shared;

    /** When it was counted last, by {@code System.nanoTime}. */
    private long countedAt;

    /** What there is; null if that is not known. */
    private Tally tally;

    /** Size of the file after the last attempt to make it smaller while nothing was to be written. */
    private long rewritten;

    /** Time of the next attempt while writing, by {@code System.nanoTime}: half of the time is for entries. */
    private long notBefore = System.nanoTime();

    /**
     * The archive of a table.
     *
     * @param shared whether other gateways change it as well
     */
    DeadLetterArchive(DeadLetterTable table, DeadLetterFile file, Tally bound, boolean shared) {
        this.shared = shared;
        this.table = table;
        this.file = file;
        this.bound = bound;
    }

    /** Writes all entries by one commit, or none, and removes the oldest beyond the bound. */
    void add(List<DeadLetter> entries) {
        Tally before = isOld() ? null : tally;
        tally = null;
        Tally after = inserted(entries, before);
        while (after.exceeds(bound)) {
            after = table.trim(after, bound);
        }
        tally = after;
    }

    private boolean isOld() {
        if (!shared || System.nanoTime() - countedAt < COUNT_HOLDS) {
            return false;
        }
        countedAt = System.nanoTime();
        return true;
    }

    /** An attempt that failed may have been written all the same, if its connection was lost: that is asked before the next. */
    private Tally inserted(List<DeadLetter> entries, Tally before) {
        long begun = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt == 1
                        ? table.insert(entries, before, bound)
                        : table.insert(table.missing(entries), null, bound);
            } catch (DataAccessException | TransactionException e) {
                boolean isOver = attempt == MOST_ATTEMPTS || System.nanoTime() - begun > RETRIED_WITHIN;
                if (!shared || isOver || e instanceof DataIntegrityViolationException) {
                    throw e;
                }
                LOG.debug("Dead letters are written once more", e);
            }
        }
    }

    /** Removes entries older than a time, and those beyond the bound; says how many. */
    int expire(Instant olderThan) {
        tally = null;
        int all = 0;
        int removed;
        do {
            removed = table.removeOlderThan(olderThan);
            all += removed;
        } while (removed == DeadLetterTable.REMOVED_AT_ONCE);
        Tally after = table.tally();
        long kept = after.entries();
        while (after.exceeds(bound)) {
            after = table.trim(after, bound);
        }
        tally = after;
        return all + (int) Math.max(0, kept - after.entries());
    }

    /** Tries whether the database takes an entry, which is taken back; opens it anew if it does not. */
    void probe(DeadLetter entry) {
        tally = null;
        try {
            table.probe(entry);
        } catch (RuntimeException e) {
            LOG.debug("The dead-letter database is opened anew", e);
            file.reopen();
            table.probe(entry);
        }
    }

    /** Keeps a file near its bound while it is written to. Takes the time of a sync to the disk. */
    void tidyWhileWriting() {
        long begin = System.nanoTime();
        if (file.size() > room(bound) && begin - notBefore >= 0) {
            file.free();
            long end = System.nanoTime();
            notBefore = end + (end - begin);
        }
    }

    /**
     * Makes a file smaller that is large for what is in it. Takes the time in which what is in it is written; where the cache keeps
     * results in it, which change all the time and must be found meanwhile, only that of a sync to the disk.
     */
    void tidyWhileIdle() {
        long size = file.size();
        if (size <= SMALL_FILE || size == rewritten || size <= room(known())) {
            return;
        }
        long cached = table.cachedBytes();
        long room = room(known()) + ROOM_WHILE_WRITING * cached;
        if (size <= room) {
            return;
        }
        rewritten = size;
        file.free();
        if (cached == 0 && file.size() > room && !file.rewrite()) {
            rewritten = 0;
            return;
        }
        rewritten = file.size();
        if (cached == 0) {
            LOG.info("The file of dead letters had {} bytes and now has {}", size, rewritten);
        }
    }

    private static long room(Tally kept) {
        return ROOM_WHILE_WRITING * kept.bytes() + SMALL_FILE;
    }

    private Tally known() {
        if (tally == null) {
            tally = table.tally();
        }
        return tally;
    }
}
