package io.mehari.history.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.history.Author;
import io.mehari.history.FileSet;
import io.mehari.history.Places;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * What operators ask for about the files of one folder, {@code routes} or {@code config}: lists, sources, differences,
 * versions, changes, roll back. Answers are JSON without secrets; futures end with {@link RefusedFilesException} where
 * something is not done. Safe for concurrent use; nothing blocks the caller.
 */
public final class FileAdministration implements AutoCloseable {
    private final Places places;
    private final ChangeRecorder recorder;
    private final FileViews files;
    private final VersionViews versions;
    private final Changes changes;
    private final ChangeWorker worker;

    /**
     * Has done nothing yet.
     *
     * @param places where files are
     * @param recorder keeps versions
     * @param files tells of those on disk
     * @param versions tells of kept ones
     * @param changes makes them
     * @param worker on which all of it is done; closed with this
     */
    FileAdministration(
            Places places,
            ChangeRecorder recorder,
            FileViews files,
            VersionViews versions,
            Changes changes,
            ChangeWorker worker) {
        this.places = places;
        this.recorder = recorder;
        this.files = files;
        this.versions = versions;
        this.changes = changes;
        this.worker = worker;
    }

    /** Keeps the files on disk, which run, unless they are kept. Returns immediately. */
    void keep() {
        worker.run(() -> recorder.recordDisk(Author.START));
    }

    /** {@return {@code etag} of all files, {@code files} with size, tag and state, {@code removed}} */
    public CompletableFuture<ObjectNode> list(String root) {
        return worker.run(() -> files.list(root));
    }

    /** {@return {@code file}, {@code etag}, {@code content} of the file of that name} */
    public CompletableFuture<ObjectNode> source(String name) {
        return worker.run(() -> files.source(name));
    }

    /** {@return {@code drift}: whether anything on disk is not what runs; what, and why} */
    public CompletableFuture<ObjectNode> drift(String root) {
        return worker.run(() -> files.drift(root));
    }

    /** {@return {@code versions}, the newest first, and {@code running}} */
    public CompletableFuture<ObjectNode> history(String root) {
        return worker.run(() -> versions.history(root));
    }

    /** {@return the version of that number, with {@code files}} */
    public CompletableFuture<ObjectNode> version(String root, int number) {
        return worker.run(() -> versions.version(root, number));
    }

    /**
     * What is different between two sets of files.
     *
     * @param root only files below it
     * @param from a number of a version, {@code running} or {@code disk}
     * @param to likewise
     * @return {@code from}, {@code to}, {@code files} with {@code diff} in the form of {@code diff -u}
     */
    public CompletableFuture<ObjectNode> diff(String root, String from, String to) {
        return worker.run(() -> versions.diff(root, from, to));
    }

    /**
     * What is different between what runs and files that somebody has.
     *
     * @param root {@code routes}, or {@code config} for files of both folders
     * @param given by name; null for one that is not there
     * @return as {@link #diff(String, String, String)}
     */
    public CompletableFuture<ObjectNode> diff(String root, FileBatch given) {
        return worker.run(() -> {
            given.refuseUnfit(root, places);
            FileSet runs = versions.running().of(given.contents()::containsKey);
            ObjectNode json = Json.object().put("from", "running").put("to", "given");
            json.set("files", ChangeDocuments.differences(runs, runs.with(given.contents())));
            return json;
        });
    }

    /**
     * Finds out what a change would do.
     *
     * @param root {@code routes}, or {@code config} for files of both folders
     * @param batch the files
     * @return {@code changes} with their differences, {@code warnings}
     */
    public CompletableFuture<ObjectNode> validate(String root, FileBatch batch) {
        return worker.run(() -> {
            ChangeOutcome outcome = changes.dryRun(AskedChange.dry(root, batch, Optional.empty()));
            return told(outcome, ChangeDocuments.differences(outcome.before(), outcome.after()));
        });
    }

    /** {@return as {@link #validate}, for the files as they are on disk, beside what runs} */
    public CompletableFuture<ObjectNode> validateDisk() {
        return worker.run(() -> {
            ChangeOutcome outcome = changes.disk(versions.running());
            return told(outcome, ChangeDocuments.differences(outcome.before(), outcome.after()));
        });
    }

    /**
     * Makes a change.
     *
     * @param root {@code routes}, or {@code config} for files of both folders
     * @param batch the files
     * @param author who asks
     * @param expected of {@code If-Match}
     * @return {@code version}, {@code changes}, {@code warnings}, {@code etag} of all files
     */
    public CompletableFuture<ObjectNode> apply(String root, FileBatch batch, Author author, Optional<String> expected) {
        return worker.run(() -> {
            versions.kept();
            ChangeOutcome outcome = changes.apply(new AskedChange(root, batch, author, expected));
            return told(outcome, ChangeDocuments.changes(outcome.changes()))
                    .put("etag", Tags.of(outcome.after(), root));
        });
    }

    /**
     * Lets the files be what they were.
     *
     * @param roots only files below these folders; {@code If-Match} is about the first one
     * @param number a version that was taken
     * @param author who asks
     * @param expected of {@code If-Match}
     * @param dryRun whether nothing is done
     * @return as {@link #validate}, and {@code version}
     */
    public CompletableFuture<ObjectNode> rollBack(
            List<String> roots, int number, Author author, Optional<String> expected, boolean dryRun) {
        return worker.run(() -> {
            Map<String, byte[]> batch = new TreeMap<>();
            for (String root : roots) {
                batch.putAll(versions.taken(root, number).files());
                versions.disk(root).files().keySet().forEach(name -> batch.putIfAbsent(name, null));
            }
            FileBatch all = new FileBatch(batch);
            ChangeOutcome outcome = dryRun
                    ? changes.dryRun(AskedChange.dry(roots.get(0), all, expected))
                    : changes.apply(new AskedChange(roots.get(0), all, author, expected));
            return told(outcome, ChangeDocuments.differences(outcome.before(), outcome.after()));
        });
    }

    private static ObjectNode told(ChangeOutcome outcome, ArrayNode changed) {
        ObjectNode json = Json.object();
        outcome.version().ifPresent(version -> json.set("version", ChangeDocuments.version(version, Optional.empty())));
        json.set("changes", changed);
        json.set("warnings", ChangeDocuments.problems(outcome.warnings()));
        return json;
    }

    /** A change under way is waited for. */
    @Override
    public void close() {
        worker.close();
    }
}
