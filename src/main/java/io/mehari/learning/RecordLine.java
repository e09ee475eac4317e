package io.mehari.learning;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A record as a line of the journal: its checksum (CRC-32, eight hexadecimal digits), a space, and its parts between tabs, the
 * last of which is its context, if it has one. A line that was cut off or changed is not taken for one. Stateless.
 */
final class RecordLine {
    private static final int CHECKSUM = 8;

    /** Without a context. */
    private static final int PARTS = 6;

    private RecordLine() {}

    /** Adds the line of a record to a text, with its end. */
    static void write(LearningRecord record, StringBuilder text) {
        String parts = record.number() + "\t" + record.server() + "\t" + record.tool() + "\t"
                + (record.success() ? "1" : "0") + "\t" + record.micros() + "\t" + record.endedAt()
                + (record.context().isEmpty() ? "" : "\t" + record.context());
        text.append(checksum(parts)).append(' ').append(parts).append('\n');
    }

    /**
     * Reads a line without its end.
     *
     * @param epoch journal that it stands in
     * @return empty if it is not the line of a record
     */
    static Optional<LearningRecord> read(String line, String epoch) {
        if (line.length() <= CHECKSUM || line.charAt(CHECKSUM) != ' ') {
            return Optional.empty();
        }
        String content = line.substring(CHECKSUM + 1);
        String[] parts = content.split("\t", -1);
        boolean whole = parts.length == PARTS || parts.length == PARTS + 1;
        if (!whole || !line.startsWith(checksum(content))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LearningRecord(
                    epoch,
                    Long.parseLong(parts[0]),
                    parts[1],
                    parts[2],
                    parts[3].equals("1"),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]),
                    parts.length == PARTS ? "" : parts[PARTS]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String checksum(String content) {
        CRC32 checksum = new CRC32();
        checksum.update(content.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
