package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningJournalTest {
    private static final long ROOM = 64 << 10;

    @TempDir
    Path directory;

    private Path folder() {
        return directory.resolve("data").resolve("learning");
    }

    @Test
    void numbersGoOnOverARestart() throws IOException {
        try (LearningJournal journal = open(0)) {
            assertThat(journal.append(TestCalls.calls(3)))
                    .extracting(LearningRecord::number)
                    .containsExactly(1L, 2L, 3L);
        }
        try (LearningJournal journal = open(0)) {
            journal.append(TestCalls.calls(2));
            assertThat(numbers(journal)).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(journal.files())
                    .extracting(JournalFile::origin)
                    .containsOnly(journal.origin())
                    .hasSize(2);
        }
    }

    @Test
    void numbersThatAreStoredAreNotUsedAgainAlthoughTheFilesAreGone() throws IOException {
        try (LearningJournal journal = open(0)) {
            journal.append(TestCalls.calls(3));
        }
        deleteRecords();
        try (LearningJournal journal = open(3)) {
            assertThat(journal.append(TestCalls.calls(1)).get(0).number()).isEqualTo(4);
        }
    }

    @Test
    void anotherEpochBeginsWhereTheDatabaseCannotBeAsked() throws IOException {
        Origin before;
        try (LearningJournal journal = open(0)) {
            before = journal.origin();
            journal.append(TestCalls.calls(3));
        }
        JournalFolder folder = new JournalFolder(folder());
        try (LearningJournal journal = LearningJournal.open(folder, ROOM, origin -> {
            throw new IllegalStateException("down");
        })) {
            assertThat(journal.origin().node()).isEqualTo(before.node());
            assertThat(journal.origin().epoch()).isNotEqualTo(before.epoch());
            journal.append(TestCalls.calls(1));
            assertThat(journal.files())
                    .extracting(JournalFile::origin)
                    .containsExactlyInAnyOrder(before, journal.origin());
        }
    }

    @Test
    void aTornLastLineIsSkippedAndItsNumberUsedAgain() throws IOException {
        Path file;
        try (LearningJournal journal = open(0)) {
            journal.append(TestCalls.calls(3));
            file = journal.files().get(0).path();
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 5));
        try (LearningJournal journal = open(0)) {
            assertThat(journal.files().get(0).unreadable()).isEqualTo(1);
            assertThat(journal.append(TestCalls.calls(1)).get(0).number()).isEqualTo(3);
            assertThat(numbers(journal)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void aDamagedLineInTheMiddleCostsOnlyItself() throws IOException {
        Path file;
        try (LearningJournal journal = open(0)) {
            journal.append(TestCalls.calls(5));
            file = journal.files().get(0).path();
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(3, lines.get(3).replace("read", "rm -"));
        lines.add(2, "\0\0\0\0 not of this journal");
        Files.write(file, lines);
        try (LearningJournal journal = open(0)) {
            assertThat(numbers(journal)).containsExactly(1L, 2L, 4L, 5L);
            assertThat(journal.files().get(0).unreadable()).isEqualTo(2);
        }
    }

    @Test
    void foreignFilesArePassedOverAndStay() throws IOException {
        Files.createDirectories(folder());
        List<Path> foreign = List.of(
                folder().resolve("notes.txt"),
                folder().resolve("records-0123456789abcdef-0000000000000000001.log"),
                folder().resolve("records-of-somebody-else.log"));
        for (Path file : foreign) {
            Files.writeString(file, "something else\n".repeat(1000));
        }
        try (LearningJournal journal = open(0)) {
            journal.append(TestCalls.calls(2));
            assertThat(numbers(journal)).containsExactly(1L, 2L);
            journal.forget(journal.origin(), 2);
        }
        for (Path file : foreign) {
            assertThat(file).content().startsWith("something else");
        }
    }

    @Test
    void aFileWhoseProcessEndedBeforeItsFirstRecordIsRemoved() throws IOException {
        Files.createDirectories(folder());
        Path begun = Files.writeString(folder().resolve("records-0123456789abcdef-0000000000000000001.log"), "meh");
        open(0).close();
        assertThat(begun).doesNotExist();
    }

    @Test
    void whoseItIsThatCannotBeReadBeginsAnotherNode() throws IOException {
        open(0).close();
        Files.writeString(folder().resolve("node"), "nonsense");
        try (LearningJournal journal = open(0)) {
            journal.append(TestCalls.calls(1));
        }
        try (LearningJournal journal = open(0)) {
            assertThat(numbers(journal)).containsExactly(1L);
        }
    }

    @Test
    void isNotLargerThanItMayBe() throws IOException {
        try (LearningJournal journal = open(0)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            journal.append(TestCalls.calls(50));
                        }
                    })
                    .isInstanceOf(JournalFullException.class)
                    .hasMessageContaining("mehari.learning.max-journal");
            assertThat(journal.bytes()).isBetween(ROOM - 8192, ROOM);
            assertThat(size()).isEqualTo(journal.bytes());
            List<Long> there = numbers(journal);
            assertThat(there)
                    .containsExactlyElementsOf(
                            LongStream.range(1, journal.next()).boxed().toList());

            journal.forget(journal.origin(), journal.next() - 1);
            assertThat(journal.bytes()).isLessThan(ROOM / 4);
            assertThat(journal.append(TestCalls.calls(1)).get(0).number()).isEqualTo(there.size() + 1);
        }
    }

    @Test
    void onlyWhatIsStoredAsAWholeIsForgotten() throws IOException {
        try (LearningJournal journal = open(0)) {
            while (journal.files().size() < 3) {
                journal.append(TestCalls.calls(50));
            }
            JournalFile first = journal.files().get(0);
            journal.forget(journal.origin(), first.last() - 1);
            journal.forget(new Origin(JournalFolder.newId(), JournalFolder.newId()), Long.MAX_VALUE);
            assertThat(journal.files()).hasSize(3);
            journal.forget(journal.origin(), first.last());
            assertThat(journal.files()).hasSize(2);
            assertThat(first.path()).doesNotExist();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsAnError() throws IOException {
        Files.createDirectories(folder().getParent());
        Files.writeString(folder(), "a file is in the way");
        assertThatThrownBy(() -> open(0)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsBeingWrittenIsNotRead() throws IOException {
        try (LearningJournal journal = open(0)) {
            journal.append(TestCalls.calls(2));
            JournalFile seen = journal.files().get(0);
            Files.write(seen.path(), "12345678 half a li".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
            List<Long> read = new ArrayList<>();
            assertThat(seen.read(1, record -> read.add(record.number()))).isZero();
            assertThat(read).containsExactly(2L);
        }
    }

    private LearningJournal open(long stored) throws IOException {
        return LearningJournal.open(new JournalFolder(folder()), ROOM, origin -> stored);
    }

    private static List<Long> numbers(LearningJournal journal) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (JournalFile file : journal.files()) {
            file.read(0, record -> numbers.add(record.number()));
        }
        return numbers;
    }

    private long size() throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.filter(JournalFile::isNamedSo).toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    private void deleteRecords() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.filter(JournalFile::isNamedSo).toList()) {
                Files.delete(file);
            }
        }
    }
}
