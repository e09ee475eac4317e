package io.mehari.history.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.history.Effective;
import io.mehari.history.FileSet;
import io.mehari.history.FilesOnDisk;
import io.mehari.history.KeptVersion;
import io.mehari.history.Places;
import io.mehari.history.change.RefusedFilesException.Reason;
import io.mehari.protocol.Json;
import io.mehari.reload.FileChanges;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/** What is told of the files on disk, beside what runs. Reads files. */
final class FileViews {
    private final Places places;
    private final VersionViews versions;
    private final ChangeRecorder recorder;
    private final RunningFiles running;
    private final Supplier<FileChanges> reload;

    /**
     * Has read nothing yet.
     *
     * @param places where files are
     * @param versions kept ones
     * @param recorder knows what runs
     * @param running the route files that run
     * @param reload knows what does not run
     */
    FileViews(
            Places places,
            VersionViews versions,
            ChangeRecorder recorder,
            RunningFiles running,
            Supplier<FileChanges> reload) {
        this.places = places;
        this.versions = versions;
        this.recorder = recorder;
        this.running = running;
        this.reload = reload;
    }

    ObjectNode list(String root) throws IOException {
        FileSet disk = versions.disk(root);
        SortedMap<String, String> drift = drift(root, disk);
        ObjectNode json = Json.object().put("etag", Tags.of(disk, root));
        ArrayNode files = json.putArray("files");
        disk.files()
                .forEach((name, content) -> files.addObject()
                        .put("file", name)
                        .put("bytes", content.length)
                        .put("sha256", FileSet.digest(content))
                        .put("etag", Tags.of(content))
                        .put("state", drift.getOrDefault(name, "running")));
        ArrayNode removed = json.putArray("removed");
        drift.keySet().stream().filter(name -> !disk.files().containsKey(name)).forEach(removed::add);
        return json;
    }

    ObjectNode source(String name) {
        byte[] content = FilesOnDisk.in(places).set().files().get(name);
        if (content == null) {
            throw RefusedFilesException.of(
                    Reason.NOT_FOUND,
                    "there is no file " + name + " that can be shown; the list names those there are");
        }
        return Json.object()
                .put("file", name)
                .put("bytes", content.length)
                .put("etag", Tags.of(content))
                .put("content", SecretValues.hide(name, content));
    }

    ObjectNode drift(String root) throws IOException {
        SortedMap<String, String> drift = drift(root, versions.disk(root));
        Effective effective = running.effective();
        List<String> problems = reload.get().problems();
        boolean any = !drift.isEmpty() || !problems.isEmpty() || !effective.isReached();
        ObjectNode json = Json.object().put("drift", any);
        recorder.runningVersion().ifPresent(version -> json.put("version", version.number()));
        json.set("files", ChangeDocuments.changes(drift));
        json.set("problems", ChangeDocuments.sentences(problems));
        json.set("left_out", ChangeDocuments.sentences(reload.get().leftOut()));
        json.set("effective", ChangeDocuments.effective(effective));
        return json;
    }

    private SortedMap<String, String> drift(String root, FileSet disk) throws IOException {
        return KeptVersion.changes(versions.set(root, "running").digests(), disk.digests());
    }
}
