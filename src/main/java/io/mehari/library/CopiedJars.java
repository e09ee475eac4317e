package io.mehari.library;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for copies of jars, which its process holds by a lock for as long as it lives. What a process that was killed
 * has left is told by its lock, which the operating system has taken back: a number of a process may be another one's by
 * now, or that of one in another container. Safe for concurrent use.
 */
final class CopiedJars {
    private static final Logger LOG = LoggerFactory.getLogger(CopiedJars.class);
    private static final String PREFIX = "mehari.plugins-";
    private static final String LOCK = "owner.lock";

    /** Younger ones may be about to be locked. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    /** Folders of this process: to open their lock once more would give it up. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel owner;

    private CopiedJars(Path folder, FileChannel owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /**
     * A new folder in the one for temporary files.
     *
     * @throws IOException if nothing can be written there
     */
    static CopiedJars create() throws IOException {
        Path folder = Files.createTempDirectory(PREFIX);
        OWN.add(folder);
        FileChannel owner =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            owner.tryLock();
        } catch (IOException e) {
            LOG.debug("{} is not locked: nobody cleans it up after a crash", folder, e);
        }
        return new CopiedJars(folder, owner);
    }

    Path folder() {
        return folder;
    }

    /** Deletes the folder with everything in it. */
    void delete() {
        try {
            owner.close();
        } catch (IOException e) {
            LOG.debug("Lock of {}", folder, e);
        }
        delete(folder);
        OWN.remove(folder);
    }

    /**
     * Deletes the folders whose process is gone. Those of other users, and those without a lock, stay.
     *
     * @param parent the folder for temporary files
     */
    static void deleteAbandoned(Path parent, Clock clock) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path each : found) {
                if (!OWN.contains(each) && isOwn(each) && isAbandoned(each, clock)) {
                    delete(each);
                    LOG.info("{} is removed: the gateway that had copied its plugins there is gone", each);
                }
            }
        } catch (IOException e) {
            LOG.debug("Folders of processes that are gone are not looked for", e);
        }
    }

    /** Whether whoever owns it also owns what this process makes there. */
    private static boolean isOwn(Path folder) throws IOException {
        UserPrincipal owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        for (Path own : OWN) {
            if (Files.exists(own)) {
                return owner.equals(Files.getOwner(own));
            }
        }
        return false;
    }

    private static boolean isAbandoned(Path folder, Clock clock) {
        Path lock = folder.resolve(LOCK);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            boolean settled =
                    Files.getLastModifiedTime(lock).toInstant().plus(SETTLED).isBefore(clock.instant());
            FileLock taken = settled ? channel.tryLock() : null;
            return taken != null;
        } catch (IOException e) {
            LOG.debug("{} stays", folder, e);
            return false;
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: {}", folder, e.getMessage());
        }
    }
}
