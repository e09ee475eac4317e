package io.mehari.reload;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Looks at the files, and puts into the body whether they are as at the look before: a file that is written in parts is
 * waited for. After so many looks of one exchange it is enough. Used by one thread at a time.
 */
final class SettledFiles implements Processor {
    /** Looks at files that never come to rest; 50 looks, 100 ms apart, are 5 s. */
    static final int MOST_LOOKS = 50;

    private static final String LOOK = "mehariFilesLook";
    private static final String LOOKS = "mehariFilesLooks";

    private final WatchedFiles files;
    private final WaitingBatch batch;

    /**
     * Has looked at nothing yet.
     *
     * @param files what is looked at
     * @param batch waits no longer from the first look on
     */
    SettledFiles(WatchedFiles files, WaitingBatch batch) {
        this.files = files;
        this.batch = batch;
    }

    @Override
    public void process(Exchange exchange) {
        batch.ends();
        Map<Path, WatchedFiles.Stamp> now = files.look();
        int looks = exchange.getProperty(LOOKS, 0, Integer.class) + 1;
        boolean settled = now.equals(exchange.getProperty(LOOK)) || looks >= MOST_LOOKS;
        exchange.setProperty(LOOK, now);
        exchange.setProperty(LOOKS, looks);
        exchange.getMessage().setBody(settled);
    }
}
