package io.mehari.history;

import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of kept versions is one gateway's: another one would number versions alike, and take back changes that this one
 * is writing. Ends with the process, however that ends.
 */
public final class HistoryLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryLock.class);
    private static final String NAME = "lock";

    private final FileChannel channel;

    private HistoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder. Where the file system has no locks, or the folder cannot be made, nothing is locked and it is said.
     *
     * @param history folder of the kept versions; made
     * @return to be closed at the end
     * @throws StartFailureException if another gateway has it
     */
    public static HistoryLock take(Path history) {
        Path file = history.resolve(NAME);
        FileChannel channel = null;
        try {
            new AtomicFiles(Steps.UNWATCHED).ownFolder(history);
            channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(history, channel);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new HistoryLock(channel);
        } catch (OverlappingFileLockException e) {
            throw taken(history, channel);
        } catch (IOException e) {
            LOG.warn("{} is not locked, so that nothing keeps a second gateway from it: {}", history, e.getMessage());
            close(channel);
            return new HistoryLock(null);
        }
    }

    private static StartFailureException taken(Path history, FileChannel channel) {
        close(channel);
        return new StartFailureException(
                "Another Mehari" + process(history) + " keeps the versions of its files in " + history,
                "Stop it, or set mehari.history.directory.",
                null);
    }

    private static String process(Path history) {
        try {
            String pid = Files.readString(history.resolve(NAME));
            return pid.matches("\\d{1,20}") ? " (process " + pid + ")" : "";
        } catch (IOException e) {
            return ""; // where files that are locked cannot be read
        }
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("The file of the lock is gone", e);
        }
    }

    /** Another gateway may take the folder. */
    @Override
    public void close() {
        close(channel);
    }
}
