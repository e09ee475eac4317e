package io.mehari.history.change;

import io.mehari.history.ChangeJournal;
import io.mehari.history.FileSet;
import io.mehari.history.FilesOnDisk;
import io.mehari.history.KeptVersion;
import io.mehari.history.Places;
import io.mehari.history.change.RefusedFilesException.Reason;
import io.mehari.reload.FileChanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes changes of files that are asked for: checks the whole set, writes it, lets it run, and takes it back where it does
 * not. Blocks; changes follow one another.
 */
final class Changes {
    private final Places places;
    private final CandidateCheck check;
    private final ChangeRecorder recorder;
    private final RunningFiles running;
    private final ChangeJournal journal;
    private final Supplier<FileChanges> reload;
    private final RefusedRequests told;

    /**
     * Nothing has been changed yet.
     *
     * @param places where files are
     * @param check looks at a set before it is written
     * @param recorder keeps what became of it
     * @param running the route files that run
     * @param journal writes
     * @param reload lets files take effect
     * @param told of what is refused
     */
    Changes(
            Places places,
            CandidateCheck check,
            ChangeRecorder recorder,
            RunningFiles running,
            ChangeJournal journal,
            Supplier<FileChanges> reload,
            RefusedRequests told) {
        this.places = places;
        this.check = check;
        this.recorder = recorder;
        this.running = running;
        this.journal = journal;
        this.reload = reload;
        this.told = told;
    }

    /**
     * Makes a change.
     *
     * @throws RefusedFilesException if it cannot be made; everything is as before
     * @throws IOException if files cannot be written; everything is as before
     */
    synchronized ChangeOutcome apply(AskedChange asked) throws IOException, InterruptedException {
        ChangeOutcome planned = plan(asked);
        if (planned.changes().isEmpty()) {
            return planned;
        }
        recorder.hold(true);
        try {
            ChangeOutcome made = planned.as(run(asked, planned));
            told.taken();
            return made;
        } finally {
            recorder.hold(false);
        }
    }

    /**
     * Finds out what a change would do, and does nothing.
     *
     * @throws RefusedFilesException if it could not be made
     */
    synchronized ChangeOutcome dryRun(AskedChange asked) throws IOException {
        return plan(asked);
    }

    /**
     * Finds out whether the files can be used as they are on disk.
     *
     * @param before what runs, to which differences are told
     * @throws RefusedFilesException if they cannot
     */
    synchronized ChangeOutcome disk(FileSet before) throws IOException {
        FileSet disk = FilesOnDisk.in(places).set();
        Verdict verdict = check.of(disk);
        if (!verdict.errors().isEmpty()) {
            throw new RefusedFilesException(Reason.INVALID, verdict.errors());
        }
        return new ChangeOutcome(
                Optional.empty(),
                KeptVersion.changes(before.digests(), disk.digests()),
                before,
                disk,
                verdict.warnings());
    }

    private ChangeOutcome plan(AskedChange asked) throws IOException {
        asked.batch().refuseUnfit(asked.root(), places);
        FileSet before = FilesOnDisk.in(places).set();
        Tags.require(asked, before);
        FileBatch batch = asked.batch().differing(before);
        FileSet after = before.with(batch.contents());
        SortedMap<String, String> changes = KeptVersion.changes(before.digests(), after.digests());
        if (changes.isEmpty()) {
            return new ChangeOutcome(Optional.empty(), new TreeMap<>(), before, after, List.of());
        }
        Verdict verdict = check.of(after);
        List<FileProblem> errors = new ArrayList<>(verdict.errors());
        if (!errors.isEmpty()) {
            errors.removeAll(check.of(before).errors()); // what was wrong before is not the fault of this change
        }
        if (!errors.isEmpty()) {
            throw refused(asked, changes.keySet(), after, errors);
        }
        return new ChangeOutcome(Optional.empty(), changes, before, after, verdict.warnings());
    }

    /** Route files are named without their first folder by what runs them. */
    private static String fileIn(String text, ChangeOutcome planned) {
        return planned.changes().keySet().stream()
                .filter(name -> text.contains(name.substring(name.indexOf('/') + 1)))
                .findFirst()
                .orElse("");
    }

    private RefusedFilesException refused(
            AskedChange asked, Set<String> files, FileSet after, List<FileProblem> errors) {
        if (asked.isRecorded()) {
            recorder.record(
                    after,
                    asked.author(),
                    errors.stream().map(FileProblem::toString).toList());
            told.refused(asked.author(), files, errors);
        }
        return new RefusedFilesException(Reason.INVALID, errors);
    }

    private Optional<KeptVersion> run(AskedChange asked, ChangeOutcome planned)
            throws IOException, InterruptedException {
        Map<String, byte[]> contents = asked.batch().differing(planned.before()).contents();
        List<String> before = reload.get().problems();
        reload.get().look(() -> journal.write(places, contents));
        List<String> problems = new ArrayList<>(reload.get().problems());
        problems.removeAll(before);
        if (!problems.isEmpty()) {
            reload.get().look(() -> journal.takeBack(places));
            throw refused(
                    asked,
                    planned.changes().keySet(),
                    planned.after(),
                    problems.stream()
                            .map(text -> new FileProblem(fileIn(text, planned), text))
                            .toList());
        }
        if (!reload.get().problems().isEmpty()) { // of files that this change is not about
            journal.finish();
            return recorder.recordDisk(asked.author());
        }
        if (!running.effective().isReached()) {
            journal.takeBack(places);
            RefusedFilesException late = RefusedFilesException.of(
                    Reason.UNAVAILABLE,
                    "the change has not taken effect and is taken back: the gateway's log says why");
            told.refused(asked.author(), planned.changes().keySet(), late.problems());
            throw late;
        }
        journal.finish();
        return recorder.record(planned.after(), asked.author(), List.of());
    }
}
