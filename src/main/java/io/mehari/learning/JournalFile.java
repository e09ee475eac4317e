package io.mehari.learning;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One file of the journal: a first line that says whose it is, then one line for each record. Immutable.
 *
 * @param path where it is
 * @param origin whose journal it belongs to
 * @param first number of its first record
 * @param last highest number in it; one less than the first if there is none
 * @param size bytes that are read; what is behind them is being written
 * @param unreadable lines that are not records: cut off by the end of a process, or changed
 */
record JournalFile(Path path, Origin origin, long first, long last, long size, int unreadable) {
    private static final String FORMAT = "learning-journal 1";
    private static final int ID = 16;

    /** Size of the first line, with its end. */
    static final int HEADER_BYTES = FORMAT.length() + 2 * (1 + ID) + 1;

    /** The first line of a file. */
    static String header(Origin origin) {
        return FORMAT + " " + origin.node() + " " + origin.epoch() + "\n";
    }

    /** The name of a file; the order of the names is that of the records. */
    static String name(Origin origin, long first) {
        return String.format(Locale.ROOT, "records-%s-%019d.log", origin.epoch(), first);
    }

    /** Whether a file may be one of a journal, by its name. */
    static boolean isNamedSo(Path file) {
        return file.getFileName().toString().matches("records-[0-9a-f]{16}-\\d{19}\\.log");
    }

    /**
     * Looks at a file that is there.
     *
     * @return empty if it is not a file of a journal, whatever it is called
     * @throws IOException if it cannot be read
     */
    static Optional<JournalFile> inspect(Path path) throws IOException {
        Optional<Origin> origin = originOf(path);
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        String name = path.getFileName().toString();
        long first = Long.parseLong(name.substring(name.lastIndexOf('-') + 1, name.length() - ".log".length()));
        JournalFile file = new JournalFile(path, origin.get(), first, first - 1, Files.size(path), 0);
        long[] last = {first - 1};
        int unreadable = file.read(first - 1, record -> last[0] = Math.max(last[0], record.number()));
        return Optional.of(new JournalFile(path, origin.get(), first, last[0], file.size(), unreadable));
    }

    /** The same with more in it. */
    JournalFile grown(long newLast, long newSize) {
        return new JournalFile(path, origin, first, newLast, newSize, unreadable);
    }

    /**
     * Reads the records behind a number, in their order.
     *
     * @return how many lines are not records
     * @throws IOException if the file cannot be read
     */
    int read(long after, Consumer<LearningRecord> consumer) throws IOException {
        int unreadable = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new Beginning(Files.newInputStream(path), size), StandardCharsets.UTF_8))) {
            lines.readLine(); // the header
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<LearningRecord> record = RecordLine.read(line, origin.epoch());
                if (record.isEmpty()) {
                    unreadable++;
                } else if (record.get().number() > after) {
                    consumer.accept(record.get());
                }
            }
        }
        return unreadable;
    }

    private static Optional<Origin> originOf(Path path) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            String start = new String(stream.readNBytes(HEADER_BYTES), StandardCharsets.UTF_8);
            int end = start.indexOf('\n');
            String[] words = end < 0 ? new String[0] : start.substring(0, end).split(" ");
            if (words.length != 4 || !FORMAT.equals(words[0] + " " + words[1])) {
                return Optional.empty();
            }
            return Optional.of(new Origin(words[2], words[3]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The first bytes of a file. */
    private static final class Beginning extends InputStream {
        private final InputStream file;
        private long left;

        Beginning(InputStream file, long left) {
            this.file = file;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = left == 0 ? -1 : file.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
