package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;

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
