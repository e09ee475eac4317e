package io.mehari.heartbeat;

import io.mehari.text.Counted;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of heartbeats as the file has them now. It is looked at again whenever it is told to; a change that
 * cannot be used leaves what held before, and is told once. Safe for concurrent use.
 */
public final class HeartbeatFile {
    /** Largest file read, in bytes. */
    static final int LARGEST = 64 * 1024;

    /** A file that was written less than this ago may not be complete. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    /** A file that was read sooner after it was written may have been written again at the same time of the clock. */
    private static final Duration CERTAIN = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatFile.class);

    private final Path path;
    private final Clock clock;
    private volatile HeartbeatSettings settings = HeartbeatSettings.DEFAULTS;
    private volatile String problem;
    private Look seen;
    private boolean certain;
    private volatile boolean left;

    /** What a file looks like from outside; without a time if it is not there. */
    private record Look(FileTime modified, long size, Object id) {}

    /**
     * Reads the file for the first time. Where there is none, the defaults hold.
     *
     * @param path of the file
     * @param clock tells how long ago the file was written to
     * @throws StartFailureException if it cannot be used, naming everything that is wrong with it
     */
    public HeartbeatFile(Path path, Clock clock) {
        this(path, path, clock);
    }

    /**
     * Reads another file for the first time than the one that is looked at later.
     *
     * @param path of the file
     * @param first read now: the kept file, where the gateway starts from a kept version
     * @param clock tells how long ago the file was written to
     * @throws StartFailureException if it cannot be used, naming everything that is wrong with it
     */
    HeartbeatFile(Path path, Path first, Clock clock) {
        this.path = path;
        this.clock = clock;
        try {
            seen = look(path);
            settings = read(first);
        } catch (InvalidHeartbeatException e) {
            throw new StartFailureException(
                    first + " has " + Counted.of(e.problems().size(), "problem") + ":\n  "
                            + String.join("\n  ", e.problems()),
                    "Correct the file, or remove it: without it the defaults hold.",
                    e);
        }
    }

    /**
     * What holds now.
     *
     * @return never null
     */
    public HeartbeatSettings settings() {
        return settings;
    }

    /**
     * Why the file, as it is now, is not used.
     *
     * @return empty if it is
     */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** {@return where the file is} */
    public Path path() {
        return path;
    }

    /**
     * What is wrong with a file.
     *
     * @param path need not exist
     * @return a sentence each, with the file
     */
    public static List<String> problems(Path path) {
        try {
            read(path);
            return List.of();
        } catch (InvalidHeartbeatException e) {
            return e.problems().stream().map(problem -> path + ": " + problem).toList();
        }
    }

    /**
     * What the file asks for as it is now, which holds nowhere yet.
     *
     * @return the defaults if it is not there
     * @throws InvalidHeartbeatException naming everything that is wrong with it
     */
    public HeartbeatSettings inspect() throws InvalidHeartbeatException {
        return read(path);
    }

    /**
     * Lets other settings hold.
     *
     * @param next all of them
     * @return lets those before hold again
     */
    public synchronized Runnable use(HeartbeatSettings next) {
        HeartbeatSettings before = settings;
        take(next);
        return () -> use(before);
    }

    /** Whoever calls {@link #use} looks at the file from now on, together with others that change with it. */
    public void leaveToOthers() {
        left = true;
    }

    /** Reads the file again if it has changed since. Reads a small file at most, and never fails. */
    synchronized void lookAgain() {
        if (left) {
            return;
        }
        Look now = look(path);
        Duration age = now.modified() == null
                ? CERTAIN
                : Duration.between(now.modified().toInstant(), clock.instant()).abs();
        if (now.equals(seen) && certain || age.compareTo(SETTLED) < 0) {
            return;
        }
        seen = now;
        certain = age.compareTo(CERTAIN) >= 0;
        try {
            take(read(path));
        } catch (InvalidHeartbeatException e) {
            refused(path + " has changed and is not used, what held before goes on to hold: "
                    + String.join("; ", e.problems()));
        }
    }

    private void refused(String why) {
        if (!why.equals(problem)) {
            problem = why;
            LOG.error("{}", why);
        }
    }

    private void take(HeartbeatSettings read) {
        boolean mended = problem != null;
        problem = null;
        if (!read.equals(settings)) {
            settings = read;
            LOG.info("{} has changed: its settings hold now", path);
        } else if (mended) {
            LOG.info("{} is as it was before", path);
        }
    }

    private static HeartbeatSettings read(Path path) throws InvalidHeartbeatException {
        try {
            if (Files.size(path) > LARGEST) {
                throw new InvalidHeartbeatException(List.of("it is over " + LARGEST + " bytes"));
            }
            return HeartbeatReader.read(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return HeartbeatSettings.DEFAULTS;
        } catch (IOException e) {
            throw new InvalidHeartbeatException(List.of("it cannot be read: " + e.getMessage()));
        }
    }

    private static Look look(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Look(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return new Look(null, 0, null);
        }
    }
}
