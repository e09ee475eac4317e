package io.mehari.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of jars, over time: what was read last, and what serves. A state that cannot be used, or with which the route
 * files do not run, is given up for the one before. Safe for concurrent use.
 */
public final class Libraries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Libraries.class);

    private final JarFolder folder;
    private final List<Library> forGood = new ArrayList<>();
    private Library serving = Library.NONE;
    private Library read = Library.NONE;

    /**
     * A folder of which nothing has been read.
     *
     * @param folder with jars in it; need not exist
     */
    public Libraries(Path folder) {
        this(new JarFolder(folder.toAbsolutePath().normalize()));
    }

    private Libraries(JarFolder folder) {
        this.folder = folder;
    }

    /** No folder at all. */
    public static Libraries none() {
        return new Libraries(new JarFolder(null));
    }

    /** The folder of the jars; absolute, need not exist. */
    public Path folder() {
        return folder.folder();
    }

    /**
     * Reads the folder, unless it looks as it did. A folder that is gone changes nothing.
     *
     * @return digest of the jars that the next generation gets; empty without any
     * @throws InvalidLibraryException if a jar cannot be used; those that serve stay
     */
    public synchronized String look() {
        boolean gone = serving != Library.NONE && folder.folder() != null && !Files.isDirectory(folder.folder());
        if (!gone && !folder.stamps().equals(read.stamps())) {
            dropRead();
            Library found = Library.open(folder);
            if (found.digest().equals(serving.digest())) {
                serving.touched(found.stamps());
                found.release();
            } else {
                read = found;
            }
        }
        return read.digest();
    }

    /** The jars for what is built now; to be released by its end. */
    public synchronized Library take() {
        return read.take();
    }

    /** The jars for what lives as long as the gateway; released with this folder. */
    public synchronized Library takeForGood() {
        forGood.add(read.take());
        return read;
    }

    /**
     * Tells what became of the route files that were built with some jars.
     *
     * @param library the jars
     * @param good whether the route files run with them; if not, those before are used again
     */
    public synchronized void settle(Library library, boolean good) {
        if (library != read || read == serving) {
            return;
        }
        if (!good) {
            dropRead();
            return;
        }
        LOG.info(
                "Plugins from {}: {}",
                folder.folder(),
                read == Library.NONE ? "none" : String.join(", ", read.names()));
        serving.release();
        serving = read;
    }

    /** Gives up what was read and not used since. */
    public synchronized void keep() {
        dropRead();
    }

    private void dropRead() {
        if (read != serving) {
            read.release();
            read = serving;
        }
    }

    /** Gives up the jars; they are closed when the last generation that uses them ends. */
    @Override
    public synchronized void close() {
        dropRead();
        forGood.forEach(Library::release);
        forGood.clear();
        serving.release();
        serving = Library.NONE;
        read = Library.NONE;
    }
}
