package io.mehari.learning;

import java.util.Optional;

/**
 * What became of the records, since the start where nothing else is said. Immutable.
 *
 * @param loaded whether what was learnt before the start is known
 * @param queued calls that wait to be written into the journal
 * @param dropped calls that found no room in that queue
 * @param journaled records that were written
 * @param stored records that were added to the database, those of earlier runs among them
 * @param lost records that could not be written
 * @param leftOut records of more tools than are learnt of, or with names that cannot be stored
 * @param contextsLeftOut records that counted for their tools and not for their contexts, of which there are too many
 * @param expired records that waited for the database for too long
 * @param unreadable lines of the journal that were cut off or changed
 * @param waiting numbers of the journal that are not in the database yet
 * @param journalBytes size of the journal
 * @param problem what is wrong now, in one or two sentences
 */
public record LearningStatus(
        boolean loaded,
        int queued,
        long dropped,
        long journaled,
        long stored,
        long lost,
        long leftOut,
        long contextsLeftOut,
        long expired,
        long unreadable,
        long waiting,
        long journalBytes,
        Optional<String> problem) {}
