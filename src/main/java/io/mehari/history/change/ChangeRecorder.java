package io.mehari.history.change;

import io.mehari.history.Author;
import io.mehari.history.FileSet;
import io.mehari.history.FilesOnDisk;
import io.mehari.history.KeptVersion;
import io.mehari.history.LastGood;
import io.mehari.history.Places;
import io.mehari.history.Remarks;
import io.mehari.history.VersionStore;
import io.mehari.reload.FileChanges;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what became of changes, after they have taken effect or were refused, on another thread, and so neither in their way
 * nor in that of the next one. What is on disk is compared with what was recorded last: lost events do no harm. Safe for
 * concurrent use.
 */
final class ChangeRecorder implements FileChanges.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeRecorder.class);

    private final VersionStore store;
    private final boolean enabled;
    private final Places places;
    private final StartCheck check;
    private final Supplier<FileChanges> changes;
    private final RunningFiles running;
    private final Clock clock;
    private final Optional<LastGood> start;
    private final Executor background;

    /** Whether a record is asked for and has not begun: it is of what is there until then. */
    private final AtomicBoolean asked = new AtomicBoolean();

    private volatile boolean held;
    private volatile boolean recovered;
    private volatile String failure;
    private volatile List<String> unusable = List.of();

    /**
     * A recorder that has recorded nothing.
     *
     * @param store keeps versions
     * @param enabled whether anything is recorded
     * @param places where the files are
     * @param check looks at what is read at the start only
     * @param changes knows what of the files does not run
     * @param running the route files that run
     * @param clock gives the time
     * @param start the version that the gateway started from, if it did
     * @param background records what files have become
     */
    ChangeRecorder(
            VersionStore store,
            boolean enabled,
            Places places,
            StartCheck check,
            Supplier<FileChanges> changes,
            RunningFiles running,
            Clock clock,
            Optional<LastGood> start,
            Executor background) {
        this.store = store;
        this.enabled = enabled;
        this.places = places;
        this.check = check;
        this.changes = changes;
        this.running = running;
        this.clock = clock;
        this.start = start;
        this.background = background;
    }

    @Override
    public void looked() {
        if (!enabled || held || !asked.compareAndSet(false, true)) {
            return;
        }
        try {
            background.execute(this::recordFiles);
        } catch (RejectedExecutionException e) {
            LOG.debug("Recorded on the thread that has looked: {}", e.getMessage());
            recordFiles();
        }
    }

    private void recordFiles() {
        asked.set(false);
        recordDisk(store.all().isEmpty() ? Author.START : Author.FILE);
    }

    /** While a change is made by request, whoever makes it records it. */
    void hold(boolean hold) {
        held = hold;
    }

    /** {@return the version that the gateway started from, as long as the files on disk have not been mended} */
    Optional<LastGood> startedFrom() {
        return recovered ? Optional.empty() : start;
    }

    /** {@return what is wrong with files that run, and would end a start} */
    List<String> unusable() {
        return unusable;
    }

    /** {@return why nothing can be kept; empty if it can} */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return what runs: the last version that was taken} */
    Optional<KeptVersion> runningVersion() {
        return store.lastGood(places.home());
    }

    /** Records the files on disk, unless they have been. Never throws. */
    synchronized Optional<KeptVersion> recordDisk(Author author) {
        FilesOnDisk disk = FilesOnDisk.in(places);
        String digest = disk.set().digest();
        List<String> problems = new ArrayList<>(changes.get().problems());
        problems.addAll(disk.problems());
        Optional<KeptVersion> last = store.all().stream().findFirst();
        if (isRecorded(last, digest, problems.isEmpty()) || isRecorded(runningVersion(), digest, problems.isEmpty())) {
            recovered |= problems.isEmpty();
            unusable = List.of();
            return last;
        }
        if (problems.isEmpty()) {
            unusable = check.problems(disk.set(), runningVersion());
            problems.addAll(unusable);
        } else {
            unusable = List.of();
        }
        if (isRecorded(last, digest, problems.isEmpty())) {
            return last;
        }
        return record(disk.set(), author, problems);
    }

    private boolean isRecorded(Optional<KeptVersion> version, String digest, boolean accepted) {
        return version.filter(kept -> kept.digest().equals(digest)
                        && kept.accepted() == accepted
                        && kept.home().equals(places.home()))
                .isPresent();
    }

    /**
     * Records a change.
     *
     * @param set all files
     * @param author who made it
     * @param problems why it is refused; none if it runs
     * @return as it is kept; empty if it cannot be kept, which is logged
     */
    synchronized Optional<KeptVersion> record(FileSet set, Author author, List<String> problems) {
        boolean accepted = problems.isEmpty();
        recovered |= accepted;
        List<String> told = accepted ? changes.get().leftOut() : problems;
        try {
            KeptVersion version = store.keep(
                    set, accepted, new Remarks(clock.instant(), author, told, running.effective(), places.home()));
            failure = null;
            tell(version);
            return Optional.of(version);
        } catch (IOException e) {
            failure = "Changes of files are not kept: " + e.getMessage() + ". See mehari.history.directory";
            LOG.error("{}", failure);
            return Optional.empty();
        }
    }

    private static void tell(KeptVersion version) {
        if (version.accepted()) {
            LOG.info(
                    "Version {} of the files is kept (ACK, {})",
                    version.number(),
                    version.author().kind());
        } else {
            LOG.warn(
                    "Version {} of the files is refused (NACK, {}): {}",
                    version.number(),
                    version.author().kind(),
                    String.join("; ", version.problems()));
        }
        if (version.accepted() && !version.effective().isReached()) {
            LOG.warn(
                    "The route files on disk are others than those of generation {}, which runs",
                    version.effective().generation());
        }
    }
}
