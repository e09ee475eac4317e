package io.mehari.learning;

import java.util.concurrent.atomic.LongAdder;

/** What became of the records since the start. Safe for concurrent use. */
final class LearningCounts {
    final LongAdder journaled = new LongAdder();
    final LongAdder stored = new LongAdder();

    /** Could not be written into the journal: it was full, or the disk failed. */
    final LongAdder lost = new LongAdder();

    /** Of tools with names that cannot be stored, or of more tools than are learnt of. */
    final LongAdder leftOut = new LongAdder();

    /** Of more tools in more contexts than are learnt of; they count for their tools all the same. */
    final LongAdder contextsLeftOut = new LongAdder();

    /** Waited for the database for too long. */
    final LongAdder expired = new LongAdder();

    /** Lines of the journal that were cut off or changed. */
    final LongAdder unreadable = new LongAdder();
}
