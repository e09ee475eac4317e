package io.mehari.reload;

import io.mehari.configuration.ChangedKey;
import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.reload.live.FlatFile;
import io.mehari.reload.live.RefusedChangeException;
import io.mehari.text.Sha256;
import io.mehari.upstream.UpstreamSettings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ByteArrayResource;

/** The list of servers on disk, read again when its content has changed. Used by one thread at a time. */
final class ServersFile {
    /** Larger than any file that is read, which the reader refuses. */
    private static final long LARGEST = 5 << 20;

    private final Path path;
    private McpServersFile reader;
    private final boolean strict;
    private FlatFile values;
    private String seen;

    /**
     * A file that has been read at the start.
     *
     * @param path need not exist
     * @param reader reads it
     * @param strict whether a problem in one entry refuses the file
     */
    ServersFile(Path path, McpServersFile reader, boolean strict) {
        this.path = path;
        this.reader = reader;
        this.strict = strict;
        this.values = FlatFile.of("", path);
    }

    /**
     * Reads the file if its content is another one than at the last look.
     *
     * @param present the servers there are, by name
     * @return what it asks for; empty if nothing has changed
     * @throws RefusedChangeException if it cannot be used, once for each content
     */
    Optional<WantedServers> look(Map<String, UpstreamSettings> present) throws RefusedChangeException {
        boolean first = seen == null;
        Content content = content();
        if (content.digest().equals(seen)) {
            return Optional.empty();
        }
        seen = content.digest();
        if (content.bytes() == null && first) {
            return Optional.empty();
        }
        refuse(content.problems());
        Reading reading = reader.inspect(new ByteArrayResource(content.bytes(), path.toString()));
        if (first && isOf(reading, present)) {
            return Optional.empty();
        }
        refuse(strict ? reading.of(Severity.ERROR) : outside(reading));
        return Optional.of(WantedServers.of(reading, present));
    }

    /** The values that are others than when this was asked the last time, with secrets. */
    List<ChangedKey> changedKeys() {
        FlatFile before = values;
        values = FlatFile.of("", path);
        return values.changesSince(before);
    }

    /**
     * Reads the file with other defaults from now on, and once more.
     *
     * @return lets the reader before read it again
     */
    Runnable readBy(McpServersFile next) {
        McpServersFile before = reader;
        reader = next;
        forget();
        return () -> readBy(before);
    }

    /** The next look takes the file for changed. */
    void forget() {
        seen = "";
    }

    Path path() {
        return path;
    }

    private void refuse(List<String> problems) throws RefusedChangeException {
        if (!problems.isEmpty()) {
            throw new RefusedChangeException(path + ": " + String.join("; ", problems));
        }
    }

    private static List<String> outside(Reading reading) {
        return reading.outside().stream().map(Object::toString).toList();
    }

    /** Whether the file is the one that was read at the start: nothing happens to a server then. */
    private static boolean isOf(Reading reading, Map<String, UpstreamSettings> present) {
        return reading.outside().isEmpty()
                && reading.servers().size() + reading.misconfigured().size() == present.size()
                && reading.servers().stream().allMatch(server -> same(server, present.get(server.name())))
                && reading.misconfigured().stream().allMatch(server -> same(server, present.get(server.name())));
    }

    private static boolean same(UpstreamSettings read, UpstreamSettings running) {
        return running != null && running.fingerprint().equals(read.fingerprint());
    }

    private Content content() {
        try {
            byte[] bytes = Files.size(path) > LARGEST ? new byte[(int) LARGEST] : Files.readAllBytes(path);
            return new Content(
                    bytes, HexFormat.of().formatHex(Sha256.newDigest().digest(bytes)), List.of());
        } catch (NoSuchFileException e) {
            return Content.missing("it is gone; for a gateway without servers write {\"mcpServers\": {}}");
        } catch (AccessDeniedException e) {
            return Content.missing("it cannot be read: permission denied");
        } catch (IOException e) {
            return Content.missing("it cannot be read: " + e.getMessage());
        }
    }

    /** What was found on disk; without bytes there is a problem. */
    private record Content(byte[] bytes, String digest, List<String> problems) {
        static Content missing(String problem) {
            return new Content(null, problem, List.of(problem));
        }
    }
}
