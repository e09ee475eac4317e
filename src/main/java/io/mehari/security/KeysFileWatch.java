package io.mehari.security;

import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.Counted;
import io.mehari.text.StartFailureException;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether the file of keys has changed, on a thread of its own, and takes its keys. A file that cannot
 * be used changes nothing: the keys before it hold, and {@link #problem} says what is wrong. A file that has only just
 * been written to is left for the next look, since it may be half written. Safe for concurrent use.
 */
public final class KeysFileWatch implements AutoCloseable {
    /** Time between two looks. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** A file that was written to so recently may be written to still. */
    static final Duration SETTLED = Duration.ofMillis(200);

    /** Within this of a change another one may leave the file as it looks from outside. */
    private static final Duration UNCERTAIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(KeysFileWatch.class);

    private final KeysFile file;
    private final KeyRing ring;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("mehari-keys", true));

    private byte[] content = {};
    private Look seen;
    private boolean certain;
    private volatile String problem;
    private volatile BiConsumer<List<ApiKey>, List<ApiKey>> listener = (before, after) -> {};
    private List<ApiKey> keys = List.of();

    /** What a file looks like from outside. */
    private record Look(FileTime modified, long size, Object id) {}

    /**
     * Reads the file for the first time. {@link #start} has it looked at again.
     *
     * @param file the file
     * @param ring takes the keys, and has those of the settings
     * @param clock tells how long ago the file was written to
     * @throws StartFailureException if the file cannot be used
     */
    public KeysFileWatch(KeysFile file, KeyRing ring, Clock clock) {
        this.file = file;
        this.ring = ring;
        this.clock = clock;
        try {
            seen = lookAt();
            content = file.bytes();
            take(content);
        } catch (InvalidKeysFileException e) {
            throw new StartFailureException(
                    e.getMessage(), "Correct the file, or take mehari.security.keys-file out of the configuration.", e);
        }
    }

    /**
     * Has the file looked at from now on.
     *
     * @return this
     */
    public KeysFileWatch start() {
        thread.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** One look; takes the keys if the file has changed. */
    public synchronized void look() {
        try {
            Look now = lookAt();
            if (now.equals(seen) && certain) {
                return;
            }
            Duration age = now.modified() == null
                    ? UNCERTAIN
                    : Duration.between(now.modified().toInstant(), clock.instant());
            if (!age.isNegative() && age.compareTo(SETTLED) < 0) {
                return;
            }
            seen = now;
            certain = age.abs().compareTo(UNCERTAIN) >= 0;
            read();
        } catch (RuntimeException e) {
            refused("The file of keys could not be looked at: " + e);
        }
    }

    private void read() {
        try {
            byte[] bytes = file.bytes();
            if (Arrays.equals(bytes, content)) {
                if (problem != null) {
                    LOG.info("{} is as it was before: its keys hold", file.path());
                    problem = null;
                }
                return;
            }
            int keys = take(bytes);
            content = bytes;
            LOG.info(
                    "{} has changed: {} in it {} now",
                    file.path(),
                    Counted.of(keys, "API key"),
                    keys == 1 ? "holds" : "hold");
        } catch (InvalidKeysFileException e) {
            refused(e.getMessage());
        }
    }

    private int take(byte[] bytes) throws InvalidKeysFileException {
        List<ApiKey> next = file.parse(bytes, ring.configured());
        problem = null; // before anybody can see that the keys hold
        ring.take(next);
        KeyAges.warn(next, clock.instant(), LOG::warn);
        List<ApiKey> before = keys;
        keys = next;
        listener.accept(before, next);
        return next.size();
    }

    private void refused(String why) {
        String text = why + ". The keys that it listed before go on to hold";
        if (!Objects.equals(problem, text)) {
            problem = text;
            LOG.error("{}", text);
        }
    }

    private Look lookAt() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return new Look(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return new Look(null, 0, null);
        }
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
        return file.path();
    }

    /**
     * Sets who is told of keys that hold in place of others.
     *
     * @param told gets those before and those after, while the file is looked at; the only one, must not throw
     */
    public void onChange(BiConsumer<List<ApiKey>, List<ApiKey>> told) {
        listener = told;
    }

    /** Ends the looks. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
