package io.mehari.learning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds records to the database in the order of their numbers, and knows up to which number that is done. What was missed is
 * read from the journal. Used by one thread at a time; {@link #stored} may be asked by any.
 */
final class CatchUp {
    /** Most records that one commit adds from the journal. */
    private static final int BATCH = 1000;

    private final LearningJournal journal;
    private final LearningTable table;
    private final LearnedTools tools;
    private final Duration retention;
    private final Clock clock;
    private final LearningCounts counts;
    private volatile long stored;

    CatchUp(
            LearningJournal journal,
            LearningTable table,
            LearnedTools tools,
            Duration retention,
            Clock clock,
            LearningCounts counts) {
        this.journal = journal;
        this.table = table;
        this.tools = tools;
        this.retention = retention;
        this.clock = clock;
        this.counts = counts;
    }

    /** The highest number of the journal that is in the database. */
    long stored() {
        return stored;
    }

    /** Whether records go on where the database ends, without those that are there already. */
    boolean follows(List<LearningRecord> records) {
        List<LearningRecord> open = open(records);
        return open.isEmpty() || open.get(0).number() == stored + 1;
    }

    /** Adds what is not there yet of records that {@link #follows follow}. */
    void add(List<LearningRecord> records) {
        List<LearningRecord> open = open(records);
        if (!open.isEmpty()) {
            add(journal.origin(), stored, open);
            journal.forget(journal.origin(), stored);
        }
    }

    private List<LearningRecord> open(List<LearningRecord> records) {
        String epoch = journal.origin().epoch();
        return records.stream()
                .filter(record -> record.epoch().equals(epoch) && record.number() > stored)
                .toList();
    }

    /**
     * Adds everything that stands in the journal and is not there yet, also of epochs before.
     *
     * @throws IOException if a file cannot be read
     */
    void run() throws IOException {
        tools.load();
        stored = table.position(journal.origin());
        for (JournalFile file : journal.files()) {
            boolean own = file.origin().equals(journal.origin());
            long position = own ? stored : table.position(file.origin());
            journal.forget(file.origin(), add(file, position));
        }
    }

    private long add(JournalFile file, long from) throws IOException {
        Reading reading = new Reading(file.origin(), from);
        try {
            file.read(from, reading::take);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        reading.flush();
        return reading.position;
    }

    private void add(Origin origin, long from, List<LearningRecord> records) {
        long to = records.get(records.size() - 1).number();
        long oldest = clock.millis() - retention.toMillis();
        List<LearningRecord> young =
                records.stream().filter(record -> record.endedAt() >= oldest).toList();
        tools.add(origin, from, to, young);
        counts.expired.add(records.size() - young.size());
        if (origin.equals(journal.origin())) {
            stored = to;
        }
    }

    /** Records of one file, by batches. */
    private final class Reading {
        private final Origin origin;
        private final List<LearningRecord> batch = new ArrayList<>(BATCH);
        private long position;

        Reading(Origin origin, long position) {
            this.origin = origin;
            this.position = position;
        }

        void take(LearningRecord record) {
            batch.add(record);
            if (batch.size() == BATCH) {
                flush();
            }
        }

        void flush() {
            if (!batch.isEmpty()) {
                add(origin, position, batch);
                position = batch.get(batch.size() - 1).number();
                batch.clear();
            }
        }
    }
}
