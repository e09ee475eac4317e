package io.mehari.launch;

import io.mehari.history.ChangeJournal;
import io.mehari.history.HistoryLock;
import io.mehari.history.Places;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** What a process has left that was killed while it wrote a change of several files. */
final class PendingChange {
    private static final Logger LOG = LoggerFactory.getLogger(PendingChange.class);

    private PendingChange() {}

    /**
     * Takes it back, before any of the files is read.
     *
     * @param settings say where files and kept versions are
     * @throws StartFailureException if another gateway is writing it
     */
    static void takeBack(Environment settings) {
        ChangeJournal journal = new ChangeJournal(Places.history(settings));
        if (!journal.isPending()) {
            return;
        }
        try (HistoryLock lock = HistoryLock.take(Places.history(settings))) {
            List<String> back = journal.recover(Places.of(settings));
            if (!back.isEmpty()) {
                LOG.warn("The gateway was killed while it wrote a change, which is taken back: {}", back);
            }
        } catch (IOException e) {
            LOG.error("A change that a killed gateway has left half written cannot be taken back: {}", e.getMessage());
        }
    }
}
