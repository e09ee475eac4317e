package io.mehari.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions in a folder, a bounded number of them. A version is
 * there from the moment its record is in place, which is after its contents are; what a killed process has left half done
 * is of no meaning. Only the owner may read any of it. Safe for concurrent use.
 */
public final class VersionStore {
    private static final Logger LOG = LoggerFactory.getLogger(VersionStore.class);

    private final VersionFolder folder;
    private final int most;

    private volatile Runnable whenKept = () -> {};

    /** Newest first; null before the first look. */
    private List<KeptVersion> known;

    /**
     * A store that has touched nothing yet.
     *
     * @param folder made when something is kept
     * @param most versions kept, at least 2
     */
    public VersionStore(Path folder, int most) {
        this(folder, most, Steps.UNWATCHED);
    }

    VersionStore(Path folder, int most, Steps steps) {
        this.folder = new VersionFolder(folder, steps);
        this.most = most;
    }

    /**
     * Keeps a version, and removes those that are too many.
     *
     * @param set all files
     * @param accepted whether they run
     * @param remarks what else there is to say
     * @return as it is kept
     * @throws IOException if it cannot be written; the versions before are as they were
     */
    public synchronized KeptVersion keep(FileSet set, boolean accepted, Remarks remarks) throws IOException {
        int number = all().stream().mapToInt(KeptVersion::number).max().orElse(0) + 1;
        KeptVersion version = new KeptVersion(
                number,
                remarks.at(),
                remarks.author(),
                accepted,
                remarks.problems(),
                set.digest(),
                set.digests(),
                remarks.effective(),
                remarks.home());
        folder.write(version, set);
        List<KeptVersion> now = new ArrayList<>(known);
        now.add(0, version);
        known = List.copyOf(now);
        prune();
        whenKept.run();
        return version;
    }

    /**
     * Has something done whenever a version has been kept.
     *
     * @param action must not wait and must not throw; replaces the one before
     */
    public void whenKept(Runnable action) {
        whenKept = action;
    }

    /**
     * A name for the gateway whose versions these are, which nobody else has: made once, and kept beside them.
     *
     * @return 16 hexadecimal digits
     * @throws IOException if it can be neither read nor kept
     */
    public String identity() throws IOException {
        return folder.identity();
    }

    /** {@return all versions, the newest first} */
    public synchronized List<KeptVersion> all() {
        if (known == null) {
            known = folder.read();
        }
        return known;
    }

    /**
     * One version.
     *
     * @param number its number
     * @return empty if it is not kept, or not any more
     */
    public Optional<KeptVersion> find(int number) {
        return all().stream().filter(version -> version.number() == number).findFirst();
    }

    /**
     * The newest version that was taken, has not been refused since, and can be read whole.
     *
     * @param home where its files must have been
     * @return empty if there is none
     */
    public Optional<KeptVersion> lastGood(String home) {
        Set<String> refused = new HashSet<>();
        for (KeptVersion version : all()) {
            if (!version.accepted()) {
                refused.add(version.digest());
            } else if (version.home().equals(home) && !refused.contains(version.digest()) && isWhole(version)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    private boolean isWhole(KeptVersion version) {
        try {
            return !files(version).files().isEmpty();
        } catch (IOException e) {
            LOG.warn("Version {} cannot be used: {}", version.number(), e.getMessage());
            return false;
        }
    }

    /**
     * The files of a version.
     *
     * @param version one that is kept
     * @return names and contents
     * @throws IOException if one is missing, or is not what it was
     */
    public FileSet files(KeptVersion version) throws IOException {
        return folder.files(version);
    }

    /** Records go first: a content that is in none of them may go. */
    private void prune() throws IOException {
        List<KeptVersion> stay = new ArrayList<>(known.subList(0, Math.min(most, known.size())));
        if (stay.stream().noneMatch(KeptVersion::accepted)) {
            known.stream().filter(KeptVersion::accepted).findFirst().ifPresent(good -> {
                stay.remove(stay.size() - 1);
                stay.add(good);
            });
        }
        if (stay.size() == known.size()) {
            return;
        }
        for (KeptVersion version : known) {
            if (!stay.contains(version)) {
                folder.delete(version);
            }
        }
        known = List.copyOf(stay);
        Set<String> used = new HashSet<>();
        known.forEach(version -> used.addAll(version.files().values()));
        folder.deleteAllBut(used);
    }
}
