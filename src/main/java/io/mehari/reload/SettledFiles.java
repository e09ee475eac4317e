package io.mehari.reload;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Looks at the files, and says how long to wait until the next look: a file that is written in parts is waited for.
 * One look is enough where the files are as they were found when the batch began, or, where the file system has told all
 * changes, no file was modified within the last moment by its own time. Otherwise two looks have to be the same. After so
 * many looks of one exchange it is enough. Used by one thread at a time.
 */
final class SettledFiles implements Processor {
    /** Looks at files that never come to rest; 50 looks, 100 ms apart, are 5 s. */
    static final int MOST_LOOKS = 50;

    /** A file that was modified later than so long ago may be written still. */
    static final Duration FRESH = Duration.ofMillis(500);

    /** Property: milliseconds until the next look; 0 if nobody writes any more. */
    static final String PAUSE = "mehariFilesPause";

    private static final long MOMENT = 100;

    private static final String LOOK = "mehariFilesLook";
    private static final String LOOKS = "mehariFilesLooks";

    private final WatchedFiles files;
    private final WaitingBatch batch;
    private final Clock clock;

    /**
     * Has looked at nothing yet.
     *
     * @param files what is looked at
     * @param batch waits no longer from the first look on
     * @param clock beside which the times of files are held
     */
    SettledFiles(WatchedFiles files, WaitingBatch batch, Clock clock) {
        this.files = files;
        this.batch = batch;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        int looks = exchange.getProperty(LOOKS, 0, Integer.class) + 1;
        Optional<Map<Path, WatchedFiles.Stamp>> found = looks == 1 ? batch.ends() : Optional.empty();
        Map<Path, WatchedFiles.Stamp> now = files.look();
        boolean settled = looks == 1
                ? found.map(now::equals).orElseGet(() -> areOld(now))
                : now.equals(exchange.getProperty(LOOK)) || looks >= MOST_LOOKS;
        exchange.setProperty(LOOK, now);
        exchange.setProperty(LOOKS, looks);
        exchange.setProperty(PAUSE, settled ? 0L : MOMENT);
    }

    private boolean areOld(Map<Path, WatchedFiles.Stamp> files) {
        long latest = clock.millis() - FRESH.toMillis();
        return files.values().stream().allMatch(file -> file.modified() <= latest);
    }
}
