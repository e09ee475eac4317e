package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read when nobody writes any more, and no later. */
@DisplayName("S0.7: a half-written file is waited for, a whole one is not")
class SettledFilesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant OLD = NOW.minus(SettledFiles.FRESH);

    @TempDir
    Path directory;

    private final WaitingBatch batch = new WaitingBatch(System::nanoTime);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private WatchedFiles files;
    private SettledFiles settled;

    @BeforeEach
    void look() {
        files = new WatchedFiles(List.of(directory), List.of(), List.of());
        settled = new SettledFiles(files, batch, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void whatTheFileSystemHasToldAndNobodyHasWrittenSinceIsReadAtOnce() throws Exception {
        write("one", OLD);
        assertThat(settles()).isTrue();
    }

    @Test
    void aFileThatWasWrittenAMomentAgoIsLookedAtTwice() throws Exception {
        write("one", OLD.plusMillis(1));
        assertThat(settles()).isFalse();
        assertThat(settles()).isTrue();
    }

    @Test
    void aFileWithATimeToComeIsLookedAtTwice() throws Exception {
        write("one", NOW.plusSeconds(3600));
        assertThat(settles()).isFalse();
        assertThat(settles()).isTrue();
    }

    @Test
    void aFileThatIsWrittenBetweenTwoLooksIsWaitedFor() throws Exception {
        write("half", NOW);
        assertThat(settles()).isFalse();
        write("half and more", NOW);
        assertThat(settles()).isFalse();
        assertThat(settles()).isTrue();
    }

    @Test
    void whatWasFoundByLookingAndIsTheSameStillIsReadAtOnce() throws Exception {
        write("one", NOW);
        batch.found(files.look());
        assertThat(settles()).isTrue();
    }

    /** Its time may be that of another machine, so it is not asked. */
    @Test
    void whatWasFoundByLookingAndIsAnotherNowIsLookedAtTwice() throws Exception {
        write("half", OLD);
        batch.found(files.look());
        write("half and more", OLD);
        assertThat(settles()).isFalse();
        assertThat(settles()).isTrue();
    }

    @Test
    void aBatchDoesNotWaitAnyMoreFromTheFirstLookOn() throws Exception {
        write("half", NOW);
        batch.process(exchange);
        settles();
        assertThat(batch.isWaiting()).isFalse();
        batch.process(new DefaultExchange(exchange.getContext()));
        settles();
        assertThat(batch.isWaiting()).as("the next batch does").isTrue();
    }

    @Test
    void filesThatNeverSettleAreReadAtLast() throws Exception {
        for (int look = 1; look < SettledFiles.MOST_LOOKS; look++) {
            write("x".repeat(look), NOW);
            assertThat(settles()).isFalse();
        }
        write("the last", NOW);
        assertThat(settles()).isTrue();
    }

    private void write(String content, Instant modified) throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), content);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private boolean settles() {
        settled.process(exchange);
        return exchange.getProperty(SettledFiles.PAUSE, Long.class) == 0;
    }
}
