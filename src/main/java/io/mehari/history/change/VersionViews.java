package io.mehari.history.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.history.FileSet;
import io.mehari.history.FilesOnDisk;
import io.mehari.history.KeptVersion;
import io.mehari.history.Places;
import io.mehari.history.VersionStore;
import io.mehari.history.change.RefusedFilesException.Reason;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What is told of kept versions, below one folder. Reads files. */
final class VersionViews {
    private final Places places;
    private final Optional<VersionStore> store;
    private final ChangeRecorder recorder;

    /**
     * Has read nothing yet.
     *
     * @param places where files are
     * @param store kept versions; empty where none are kept
     * @param recorder knows what runs
     */
    VersionViews(Places places, Optional<VersionStore> store, ChangeRecorder recorder) {
        this.places = places;
        this.store = store;
        this.recorder = recorder;
    }

    ObjectNode history(String root) {
        ObjectNode json = Json.object();
        recorder.runningVersion().ifPresent(version -> json.put("running", version.number()));
        ArrayNode versions = json.putArray("versions");
        List<KeptVersion> all = kept().all();
        all.forEach(version -> versions.add(
                ChangeDocuments.version(of(version, root), before(version).map(other -> of(other, root)))));
        return json;
    }

    ObjectNode version(String root, int number) {
        KeptVersion version = of(find(number), root);
        ObjectNode json = ChangeDocuments.version(version, before(version).map(other -> of(other, root)));
        ArrayNode files = json.putArray("files");
        version.files()
                .forEach((name, digest) -> files.addObject().put("file", name).put("sha256", digest));
        return json;
    }

    ObjectNode diff(String root, String from, String to) throws IOException {
        ObjectNode json = Json.object().put("from", from).put("to", to);
        json.set("files", ChangeDocuments.differences(set(root, from), set(root, to)));
        return json;
    }

    /** The files below a folder: of a version, of the one that runs, or on disk. */
    FileSet set(String root, String which) throws IOException {
        if ("disk".equals(which)) {
            return disk(root);
        }
        if ("running".equals(which)) {
            return running().of(below(root));
        }
        try {
            return kept().files(find(Integer.parseInt(which))).of(below(root));
        } catch (NumberFormatException e) {
            throw RefusedFilesException.of(
                    Reason.INVALID, "expected the number of a version, running or disk, not " + which);
        }
    }

    /** All files of the version that runs; those on disk where none is kept. */
    FileSet running() throws IOException {
        Optional<KeptVersion> version = store.isEmpty() ? Optional.empty() : recorder.runningVersion();
        return version.isEmpty() ? FilesOnDisk.in(places).set() : kept().files(version.get());
    }

    FileSet disk(String root) {
        return FilesOnDisk.in(places).set().of(below(root));
    }

    KeptVersion find(int number) {
        return kept().find(number)
                .orElseThrow(() -> RefusedFilesException.of(
                        Reason.NOT_FOUND, "version " + number + " is not kept; the history lists those that are"));
    }

    /** The files of a version that can be rolled back to. */
    FileSet taken(String root, int number) throws IOException {
        KeptVersion version = find(number);
        if (!version.accepted()) {
            throw RefusedFilesException.of(Reason.INVALID, "version " + number + " was refused: choose one that ran");
        }
        if (!version.home().equals(places.home())) {
            throw RefusedFilesException.of(
                    Reason.INVALID, "version " + number + " is one of files in " + version.home());
        }
        return kept().files(version).of(below(root));
    }

    /** Refuses where nothing is kept. */
    VersionStore kept() {
        return store.orElseThrow(() -> RefusedFilesException.of(
                Reason.UNAVAILABLE, "nothing is kept of the files: mehari.history.enabled is false"));
    }

    private Optional<KeptVersion> before(KeptVersion version) {
        return kept().all().stream()
                .filter(other -> other.accepted() && other.number() < version.number())
                .findFirst();
    }

    /** With the configuration it is told whether the keys have changed. */
    private static KeptVersion of(KeptVersion version, String root) {
        Predicate<String> shown = Places.CONFIG.equals(root) ? below(root).or(below(Places.KEYS)) : below(root);
        TreeMap<String, String> files = new TreeMap<>(version.files());
        files.keySet().removeIf(shown.negate());
        return version.with(files);
    }

    private static Predicate<String> below(String root) {
        return name -> name.startsWith(root + "/");
    }
}
