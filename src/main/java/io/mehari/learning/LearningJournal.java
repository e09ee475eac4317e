package io.mehari.learning;

import io.mehari.call.CallCompleted;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk that are not in the database yet: files that are only added to, the oldest of which go when all of their
 * records are stored. What {@link #append} has returned survives the end of the process; not that of the machine, which may
 * take what was written in the last seconds. Safe for concurrent use.
 */
final class LearningJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LearningJournal.class);

    /** So many files make up a full journal. */
    private static final int FILES = 8;

    private final JournalFolder folder;
    private final long most;
    private final Origin origin;

    /** The oldest first; the last one is written to if {@link #active} is there. */
    private final List<JournalFile> files;

    private RandomAccessFile active;
    private long next;

    private LearningJournal(JournalFolder folder, long most, Origin origin, List<JournalFile> files, long next) {
        this.folder = folder;
        this.most = most;
        this.origin = origin;
        this.files = new ArrayList<>(files);
        this.next = next;
    }

    /**
     * Opens the journal of a folder, and leaves its files as they are: what is written from now on goes into a new one.
     *
     * @param folder made if it is not there
     * @param most bytes of all files together
     * @param stored highest number of a journal that is in the database; where that cannot be asked another epoch begins,
     *     whose numbers are surely new
     * @throws IOException if the folder cannot be used
     */
    static LearningJournal open(JournalFolder folder, long most, ToLongFunction<Origin> stored) throws IOException {
        folder.make();
        List<JournalFile> files = folder.files();
        Optional<Origin> known = folder.identity();
        if (known.isPresent()) {
            Origin origin = known.get();
            try {
                long last = stored.applyAsLong(origin);
                for (JournalFile file : files) {
                    last = file.origin().equals(origin) ? Math.max(last, file.last()) : last;
                }
                return new LearningJournal(folder, most, origin, files, last + 1);
            } catch (RuntimeException e) {
                LOG.warn(
                        "The database cannot be asked what was learnt already; another epoch of the journal begins", e);
            }
        }
        Origin origin = new Origin(known.map(Origin::node).orElseGet(JournalFolder::newId), JournalFolder.newId());
        folder.identify(origin);
        return new LearningJournal(folder, most, origin, files, 1);
    }

    /** The journal that is written to. */
    Origin origin() {
        return origin;
    }

    /**
     * Writes calls, all or none of them.
     *
     * @return their records, in a list that may be changed
     * @throws JournalFullException if there is no room
     * @throws IOException if the disk fails or is full
     */
    synchronized ArrayList<LearningRecord> append(List<CallCompleted> calls) throws IOException {
        ArrayList<LearningRecord> records = new ArrayList<>(calls.size());
        StringBuilder text = new StringBuilder(calls.size() * 96);
        for (CallCompleted call : calls) {
            LearningRecord record = LearningRecord.of(call, origin.epoch(), next + records.size());
            records.add(record);
            RecordLine.write(record, text);
        }
        if (!records.isEmpty()) {
            write(text.toString().getBytes(StandardCharsets.UTF_8), records.size());
        }
        return records;
    }

    private void write(byte[] lines, int records) throws IOException {
        if (bytes() + lines.length > most) {
            throw new JournalFullException(most);
        }
        if (active == null || current().size() > most / FILES) {
            begin();
        }
        long before = current().size();
        try {
            active.write(lines);
        } catch (IOException e) {
            takeBack(before, records);
            throw e;
        }
        next += records;
        files.set(files.size() - 1, current().grown(next - 1, before + lines.length));
    }

    private JournalFile current() {
        return files.get(files.size() - 1);
    }

    private void begin() throws IOException {
        end();
        byte[] header = JournalFile.header(origin).getBytes(StandardCharsets.UTF_8);
        Path path = folder.path().resolve(JournalFile.name(origin, next));
        if (Files.exists(path) && Files.size(path) <= header.length) {
            Files.delete(path); // of an attempt that failed
        }
        Files.createFile(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            file.write(header);
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
        active = file;
        files.add(new JournalFile(path, origin, next, next - 1, header.length, 0));
    }

    /** Half a batch is no batch. Where even that fails its numbers are not used again: it may be there as a whole. */
    private void takeBack(long size, int records) {
        try {
            active.setLength(size);
            active.seek(size);
        } catch (IOException e) {
            LOG.debug("What was half written stays in {}", current().path(), e);
            next += records;
            files.set(files.size() - 1, current().grown(next - 1, size));
            end();
        }
    }

    private void end() {
        if (active != null) {
            try {
                active.close();
            } catch (IOException e) {
                LOG.debug("{} was not closed", current().path(), e);
            }
            active = null;
        }
    }

    /** The files as they are now, the oldest first; what is added later is not read. */
    synchronized List<JournalFile> files() {
        return List.copyOf(files);
    }

    /**
     * Removes files whose records are in the database.
     *
     * @param of whose records
     * @param stored highest number that is
     */
    synchronized void forget(Origin of, long stored) {
        if (active != null && current().size() > most / FILES && current().last() <= stored) {
            end();
        }
        JournalFile kept = active == null ? null : current();
        for (Iterator<JournalFile> each = files.iterator(); each.hasNext(); ) {
            JournalFile file = each.next();
            if (file != kept && file.origin().equals(of) && file.last() <= stored) {
                try {
                    Files.deleteIfExists(file.path());
                    each.remove();
                } catch (IOException e) {
                    LOG.debug("{} is not needed any more and cannot be removed", file.path(), e);
                }
            }
        }
    }

    /** The number that the next record gets. */
    synchronized long next() {
        return next;
    }

    /** Size of all files. */
    synchronized long bytes() {
        return files.stream().mapToLong(JournalFile::size).sum();
    }

    /** Ends the file that is written to. */
    @Override
    public synchronized void close() {
        end();
    }
}
