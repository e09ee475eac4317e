package io.mehari.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.protocol.Json;
import io.mehari.servers.ConfiguredServers;
import io.mehari.text.Causes;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.Upstreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ByteArrayResource;

/**
 * The servers that were added by requests: kept in a file of their own, beside those of the file of servers, whose changes
 * leave them alone. Changes follow one another. Safe for concurrent use.
 */
public final class AddedServers {
    private static final Logger LOG = LoggerFactory.getLogger(AddedServers.class);

    /** Most servers that are added. */
    private static final int MOST = 200;

    private final AddedServersFile file;
    private final McpServersFile reader;
    private final EntryCheck check;
    private final ConfiguredServers configured;
    private final Upstreams upstreams;
    private final InTurn turns;
    private final Optional<Supplier<CompletableFuture<Void>>> merge;
    private volatile List<UpstreamSettings> servers = List.of();
    private ObjectNode entries = Json.object();
    private volatile String problem;

    /** Does one thing after the other, on a thread that may block. */
    interface InTurn {
        <T> CompletableFuture<T> run(Supplier<T> work);
    }

    /**
     * Nothing has been read yet.
     *
     * @param file where they are kept
     * @param reader of the file of servers, whose rules hold
     * @param check of what requests say
     * @param configured knows what the file of servers has
     * @param upstreams those there are
     * @param turns changes take their turn there
     * @param merge brings the servers into line; empty where the command line has described the only one
     */
    AddedServers(
            AddedServersFile file,
            McpServersFile reader,
            EntryCheck check,
            ConfiguredServers configured,
            Upstreams upstreams,
            InTurn turns,
            Optional<Supplier<CompletableFuture<Void>>> merge) {
        this.file = file;
        this.reader = reader;
        this.check = check;
        this.configured = configured;
        this.upstreams = upstreams;
        this.turns = turns;
        this.merge = merge;
    }

    /** Reads the file; one that cannot be read adds nothing, and nothing is added to it until it can. */
    void load() {
        try {
            take(file.read());
            if (!servers.isEmpty()) {
                LOG.info(
                        "{} has {} more",
                        file.path(),
                        servers.stream().map(UpstreamSettings::name).toList());
            }
        } catch (IOException e) {
            problem = file.path() + " cannot be read, so that its servers are not there: " + Causes.of(e)
                    + ". Mend it or take it away, and start again";
            LOG.error("{}", problem);
        }
    }

    private void take(ObjectNode next) {
        ObjectNode whole = Json.object();
        whole.set("mcpServers", next);
        Reading reading = reader.inspect(
                new ByteArrayResource(Json.text(whole).getBytes(StandardCharsets.UTF_8), "added servers"));
        servers = Stream.concat(reading.servers().stream(), reading.misconfigured().stream())
                .toList();
        entries = next;
    }

    /** Their settings. */
    List<UpstreamSettings> settings() {
        return servers;
    }

    /** Why the file is not used, if it is not. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Whether a server was added by a request.
     *
     * @param name of the server
     * @return false for those of the file of servers
     */
    public boolean isAdded(String name) {
        return !configured.isInFile(name)
                && servers.stream().anyMatch(server -> server.name().equals(name));
    }

    /**
     * Adds a server that connects at once and is there after a restart, too.
     *
     * @param name of the server
     * @param entry as in the file of servers, of one behind a URL
     * @param by who asks
     * @return ends when its calls are let through, or wait for it; with {@link ServerExistsException}, {@link
     *     InvalidServerException} or {@link RefusedControlException}, and nothing has changed
     */
    public CompletableFuture<Void> add(String name, ObjectNode entry, String by) {
        return change(() -> {
            if (upstreams.find(name).isPresent() || configured.isInFile(name) || entries.has(name)) {
                throw new ServerExistsException("There is a server named " + name + " already; DELETE /api/v1/servers/"
                        + name + " removes one that was added by a request");
            }
            if (entries.size() >= MOST) {
                throw new RefusedControlException(MOST + " servers were added already, which is the most");
            }
            check.settings(name, entry);
            ObjectNode next = entries.deepCopy();
            next.set(name, entry);
            LOG.info("{} adds the server {}", by, name);
            return next;
        });
    }

    /**
     * Removes a server that was added by a request.
     *
     * @param name of the server
     * @param by who asks
     * @return ends when its calls in flight have ended; with {@link UnknownServerException} or {@link
     *     RefusedControlException}, and nothing has changed
     */
    public CompletableFuture<Void> remove(String name, String by) {
        return change(() -> {
            if (!entries.has(name)) {
                if (upstreams.find(name).isPresent() || configured.isInFile(name)) {
                    throw new RefusedControlException("The server " + name
                            + " is in the file of servers: take it out there, or stop it with POST"
                            + " /api/v1/admin/servers/" + name + "/stop");
                }
                throw new UnknownServerException(
                        "No server of that name was added by a request; GET /api/v1/servers lists all");
            }
            ObjectNode next = entries.deepCopy();
            next.remove(name);
            LOG.info("{} removes the server {}", by, name);
            return next;
        });
    }

    private CompletableFuture<Void> change(Supplier<ObjectNode> edit) {
        Supplier<CompletableFuture<Void>> apply = merge.orElseThrow(() -> new RefusedControlException(
                "The command line has described the only server of this gateway: start it with a file of servers"));
        return turns.run(() -> begin(edit))
                .thenCompose(before -> apply.get()
                        .handle((done, failure) -> failure == null ? null : failure)
                        .thenCompose(failure ->
                                failure == null ? CompletableFuture.completedFuture(null) : back(before, failure)));
    }

    /** What there was before. */
    private ObjectNode begin(Supplier<ObjectNode> edit) {
        if (problem != null) {
            throw new RefusedControlException(problem);
        }
        ObjectNode before = entries;
        write(edit.get());
        return before;
    }

    private CompletableFuture<Void> back(ObjectNode before, Throwable failure) {
        return turns.run(() -> {
            write(before);
            throw new RefusedControlException("The servers cannot change so: " + Causes.of(failure));
        });
    }

    private void write(ObjectNode next) {
        try {
            file.write(next);
        } catch (IOException e) {
            throw new RefusedControlException(file.path() + " cannot be written: " + Causes.of(e));
        }
        take(next);
    }
}
