package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ContextNames;
import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class RecordLineTest {
    private static final String EPOCH = "0123456789abcdef";
    private static final LearningRecord RECORD =
            new LearningRecord(EPOCH, 42, "files", "read \u00e4\u4e2d\ud83d\ude00|;", true, 1234, 1_772_625_600_000L);

    @Test
    void isReadAsItWasWritten() {
        assertThat(RecordLine.read(line(RECORD), EPOCH)).contains(RECORD);
        LearningRecord failed = new LearningRecord(EPOCH, Long.MAX_VALUE, "", "", false, 0, Long.MIN_VALUE);
        assertThat(RecordLine.read(line(failed), EPOCH)).contains(failed);
    }

    @Test
    void theLineOfARecordWithoutContextIsThatOfEarlierVersions() {
        assertThat(line(new LearningRecord(EPOCH, 42, "files", "read", true, 1234, 1_772_625_600_000L)))
                .isEqualTo("c698e85d 42\tfiles\tread\t1\t1234\t1772625600000");
    }

    /** As version 1 of the class wrote it for an aggregation repository of somebody's own. */
    @Test
    void aRecordThatAnEarlierVersionHasKeptHasNoContext() throws Exception {
        byte[] kept = Base64.getDecoder()
                .decode(
                        "rO0ABXNyACFpby5tZWhhcmkubGVhcm5pbmcuTGVhcm5pbmdSZWNvcmQAAAAAAAAAAQIAB0oAB2VuZGVkQXRKAAZtaWNyb3NK"
                                + "AAZudW1iZXJaAAdzdWNjZXNzTAAFZXBvY2h0ABJMamF2YS9sYW5nL1N0cmluZztMAAZzZXJ2ZXJxAH4AAUwABHRvb2xxAH4A"
                                + "AXhwAAABnLi4HgAAAAAAAAAE0gAAAAAAAAAqAXQAEDAxMjM0NTY3ODlhYmNkZWZ0AAVmaWxlc3QABHJlYWQ=");
        try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(kept))) {
            assertThat(stream.readObject())
                    .isEqualTo(new LearningRecord(EPOCH, 42, "files", "read", true, 1234, 1_772_625_600_000L, ""));
        }
    }

    @Test
    void aContextIsTheSeventhPart() {
        LearningRecord record = new LearningRecord(
                EPOCH, 42, "files", "read", true, 1234, 1_772_625_600_000L, "tenant=acme;project=\"a;\\t\u00e4\"");
        String line = line(record);
        assertThat(line).endsWith("\t1772625600000\ttenant=acme;project=\"a;\\t\u00e4\"");
        assertThat(RecordLine.read(line, EPOCH)).contains(record);
        for (int end = 0; end < line.length(); end++) {
            assertThat(RecordLine.read(line.substring(0, end), EPOCH)).isEmpty();
        }
    }

    @Test
    void moreOrFewerPartsAreNoRecord() {
        for (String parts : List.of("42\tfiles\tread\t1\t1234", "42\tfiles\tread\t1\t1234\t5\ta\tb")) {
            CRC32 checksum = new CRC32();
            checksum.update(parts.getBytes(StandardCharsets.UTF_8));
            String line = HexFormat.of().toHexDigits((int) checksum.getValue()) + " " + parts;
            assertThat(RecordLine.read(line, EPOCH)).isEmpty();
        }
    }

    @Test
    void aContextThatCannotBeWrittenOrLooksLikeASecretIsToldByItsDigest() {
        assertThat(contextOf("tenant=acme")).isEqualTo("tenant=acme");
        assertThat(contextOf("")).isEmpty();
        String jwt =
                "tenant=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
        for (String kept : List.of("a\tb", "half \ud83d", "x".repeat(256), jwt, "tenant={\"password\":\"hunter22\"}")) {
            assertThat(contextOf(kept)).isEqualTo(ContextNames.digestOf(kept));
        }
    }

    private static String contextOf(String context) {
        return LearningRecord.of(TestCalls.in(context, "read"), EPOCH, 1).context();
    }

    @Test
    void aLineThatWasCutOffIsNoRecord() {
        String line = line(RECORD);
        for (int end = 0; end < line.length(); end++) {
            assertThat(RecordLine.read(line.substring(0, end), EPOCH))
                    .as("the first %d characters", end)
                    .isEmpty();
        }
    }

    @Test
    void aLineThatWasChangedIsNoRecord() {
        String line = line(RECORD);
        for (int i = 0; i < line.length(); i++) {
            StringBuilder changed = new StringBuilder(line);
            changed.setCharAt(i, line.charAt(i) == '7' ? '8' : '7');
            assertThat(RecordLine.read(changed.toString(), EPOCH))
                    .as("changed at %d", i)
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoLineOfAJournalIsNoRecord() {
        assertThat(RecordLine.read("", EPOCH)).isEmpty();
        assertThat(RecordLine.read("mehari-learning 1 and so on", EPOCH)).isEmpty();
        assertThat(RecordLine.read(line(RECORD) + "\t", EPOCH)).isEmpty();
    }

    @Test
    void namesThatCannotBeWrittenAreKnown() {
        assertThat(LearningRecord.isWritable("read_file")).isTrue();
        assertThat(LearningRecord.isWritable("\u4e2d\ud83d\ude00")).isTrue();
        assertThat(LearningRecord.isWritable("x".repeat(255))).isTrue();
        assertThat(LearningRecord.isWritable("x".repeat(256))).isFalse();
        assertThat(LearningRecord.isWritable("a\tb")).isFalse();
        assertThat(LearningRecord.isWritable("a\0b")).isFalse();
        assertThat(LearningRecord.isWritable("half \ud83d")).isFalse();
    }

    private static String line(LearningRecord record) {
        StringBuilder text = new StringBuilder();
        RecordLine.write(record, text);
        assertThat(text.charAt(text.length() - 1)).isEqualTo('\n');
        return text.substring(0, text.length() - 1);
    }
}
