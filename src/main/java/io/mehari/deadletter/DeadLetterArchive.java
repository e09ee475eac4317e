package io.mehari.deadletter;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table and its file, both within their bounds after each call. For the writer's thread only: nobody else adds or
 * removes entries, so what there is need not be counted each time.
 */
final class DeadLetterArchive {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterArchive.class);

    /** How many times the bytes kept a file may take that is written to: what was replaced is freed after a while. */
    private static final int ROOM_WHILE_WRITING = 2;

    /** A file up to this size is left alone, in bytes. */
    private static final long SMALL_FILE = 16L << 20;

    private final DeadLetterTable table;
    private final DeadLetterFile file;
    private final Tally bound;

    /** What there is; null if that is not known. */
    private Tally tally;

    /** Size of the file after the last attempt to make it smaller while nothing was to be written. */
    private long rewritten;

    /** Time of the next attempt while writing, by {@code System.nanoTime}: half of the time is for entries. */
    private long notBefore = System.nanoTime();

    DeadLetterArchive(DeadLetterTable table, DeadLetterFile file, Tally bound) {
        this.table = table;
        this.file = file;
        this.bound = bound;
    }

    /** Writes all entries by one commit, or none, and removes the oldest beyond the bound. */
    void add(List<DeadLetter> entries) {
        Tally before = tally;
        tally = null;
        Tally after = table.insert(entries, before, bound);
        while (after.exceeds(bound)) {
            after = table.trim(after, bound);
        }
        tally = after;
    }

    /** Removes entries older than a time, and those beyond the bound; says how many. */
    int expire(Instant olderThan) {
        long before = known().entries();
        tally = null;
        int removed;
        do {
            removed = table.removeOlderThan(olderThan);
        } while (removed == DeadLetterTable.REMOVED_AT_ONCE);
        Tally after = table.tally();
        while (after.exceeds(bound)) {
            after = table.trim(after, bound);
        }
        tally = after;
        return (int) (before - after.entries());
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
