package io.mehari.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes several files as one change: what they were is put down before the first one is written, so that the next start
 * takes back what a killed process has left half done. {@code application.yaml} is written last: it is read before anything
 * can be taken back. Used by one thread at a time.
 */
public final class ChangeJournal {
    private static final String LIST = "change.json";
    private static final String READ_FIRST = "config/application.";

    private final Path folder;
    private final AtomicFiles files;

    /**
     * A journal that has touched nothing yet.
     *
     * @param history folder of the kept versions
     */
    public ChangeJournal(Path history) {
        this(history, Steps.UNWATCHED);
    }

    ChangeJournal(Path history, Steps steps) {
        this.folder = history.resolve("pending");
        this.files = new AtomicFiles(steps);
    }

    /**
     * Writes a change, which can be taken back until it is {@link #finish finished}.
     *
     * @param places where the files are
     * @param changes contents by name; null for a file that goes
     * @throws IOException if one of them cannot be written; all are as they were then
     */
    public void write(Places places, Map<String, byte[]> changes) throws IOException {
        begin(places, changes);
        List<String> order = new ArrayList<>(new TreeMap<>(changes).keySet());
        order.sort((a, b) -> Boolean.compare(a.startsWith(READ_FIRST), b.startsWith(READ_FIRST)));
        try {
            for (String name : order) {
                put(places.path(name), changes.get(name));
            }
        } catch (IOException e) {
            takeBack(places);
            throw e;
        }
    }

    /** The change stays. */
    public void finish() throws IOException {
        files.delete(folder.resolve(LIST));
        clear();
    }

    /** {@return whether a change was written and neither finished nor taken back} */
    public boolean isPending() {
        return Files.exists(folder.resolve(LIST));
    }

    /**
     * Lets the files be what they were before the change that is pending; one that has been written by somebody else since
     * stays.
     *
     * @param places where the files are
     * @return names of the files that were taken back; empty if nothing was pending
     * @throws IOException if one cannot be written
     */
    public List<String> takeBack(Places places) throws IOException {
        if (!isPending()) {
            return List.of();
        }
        JsonNode list = Json.read(Files.readAllBytes(folder.resolve(LIST)));
        List<String> back = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : list.properties()) {
            Path file = places.path(entry.getKey());
            Files.deleteIfExists(AtomicFiles.temporary(file));
            if (digestOf(file).equals(entry.getValue().path("after").asText())) {
                String kept = entry.getValue().path("before").asText();
                put(file, kept.isEmpty() ? null : Files.readAllBytes(folder.resolve(kept)));
                back.add(entry.getKey());
            }
        }
        finish();
        return List.copyOf(back);
    }

    /**
     * What a start does with a change that a killed process has left. One of which {@code application.yaml} is in place is
     * written as a whole, and stays: the start finds out whether it can be used.
     *
     * @param places where the files are
     * @return names of the files that were taken back
     * @throws IOException if one cannot be written
     */
    public List<String> recover(Places places) throws IOException {
        if (!isPending()) {
            return List.of();
        }
        JsonNode list = Json.read(Files.readAllBytes(folder.resolve(LIST)));
        for (Map.Entry<String, JsonNode> entry : list.properties()) {
            String after = entry.getValue().path("after").asText();
            if (entry.getKey().startsWith(READ_FIRST)
                    && digestOf(places.path(entry.getKey())).equals(after)) {
                finish();
                return List.of();
            }
        }
        return takeBack(places);
    }

    private void begin(Places places, Map<String, byte[]> changes) throws IOException {
        files.ownFolder(folder.getParent());
        files.ownFolder(folder);
        ObjectNode list = Json.object();
        SortedMap<String, byte[]> sorted = new TreeMap<>(changes);
        int number = 0;
        for (Map.Entry<String, byte[]> change : sorted.entrySet()) {
            Path file = places.path(change.getKey());
            ObjectNode entry = list.putObject(change.getKey());
            entry.put("after", change.getValue() == null ? "" : FileSet.digest(change.getValue()));
            if (Files.exists(file)) {
                String kept = "before-" + number++;
                files.writeOwn(folder.resolve(kept), Files.readAllBytes(file));
                entry.put("before", kept);
            }
        }
        files.writeOwn(folder.resolve(LIST), Json.bytes(list));
    }

    private void put(Path file, byte[] content) throws IOException {
        if (content == null) {
            files.delete(file);
        } else {
            files.replace(file, content);
        }
    }

    private void clear() throws IOException {
        try (var left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String digestOf(Path file) throws IOException {
        return Files.exists(file) ? FileSet.digest(Files.readAllBytes(file)) : "";
    }
}
