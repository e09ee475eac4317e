package io.mehari.reload;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolRoutes;
import io.mehari.configuration.ChangedKey;
import io.mehari.reload.live.RefusedChangeException;
import io.mehari.servers.ConfiguredServers;
import io.mehari.servers.ServerChanges;
import io.mehari.servers.ServerRegistry;
import io.mehari.text.Causes;
import io.mehari.upstream.UpstreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Brings the servers into line with a changed list of them. What is wrong in one entry concerns that server only, what is
 * wrong elsewhere changes nothing. Safe for concurrent use.
 */
public final class ServersReload {
    private final ServersFile file;
    private final ServerRegistry registry;
    private final ConfiguredServers configured;
    private final ToolRoutes toolRoutes;
    private final ServerAliases aliases;
    private final Supplier<CompletableFuture<?>> routes;
    private final ReloadReports reports;
    private NextTry next = new NextTry(System::nanoTime);

    /** What was asked for last: the registry shows servers that change only when the change is complete. */
    private List<UpstreamSettings> asked;

    /**
     * A reload that has asked for nothing yet.
     *
     * @param file the list on disk
     * @param registry carries changes out
     * @param configured is given what the list has, and adds what was added besides
     * @param toolRoutes is given what the list says of tools that are routes
     * @param aliases is given how servers are called in the list
     * @param routes lets the routes serve again, with other limits of tools
     * @param reports is told what became of changes
     */
    ServersReload(
            ServersFile file,
            ServerRegistry registry,
            ConfiguredServers configured,
            ToolRoutes toolRoutes,
            ServerAliases aliases,
            Supplier<CompletableFuture<?>> routes,
            ReloadReports reports) {
        this.file = file;
        this.registry = registry;
        this.configured = configured;
        this.toolRoutes = toolRoutes;
        this.aliases = aliases;
        this.routes = routes;
        this.reports = reports;
    }

    /**
     * Sets who is told that a change is to be tried again.
     *
     * @param retry the only one; replaces the one before
     * @return this
     */
    ServersReload retriedBy(NextTry retry) {
        next = retry;
        return this;
    }

    /**
     * What the file asks for, if it has changed.
     *
     * @throws RefusedChangeException if it cannot be used
     */
    synchronized Optional<WantedServers> look() throws RefusedChangeException {
        return file.look(present().stream()
                .filter(server -> configured.isInFile(server.name()))
                .collect(Collectors.toMap(UpstreamSettings::name, Function.identity())));
    }

    /** The values of the list that are others than at the last time this was asked, with secrets. */
    synchronized List<ChangedKey> changedKeys() {
        return file.changedKeys();
    }

    /** What was looked at has not been done, and is to be looked at again. */
    synchronized void forget() {
        file.forget();
    }

    /**
     * Does what the file asks for.
     *
     * @return ends when it is complete, the end of former connections included; never exceptionally
     */
    synchronized CompletableFuture<Void> apply(WantedServers wanted) {
        Before before = new Before(toolRoutes.limits(), namesNow(), configured.inFile());
        List<UpstreamSettings> present = present();
        List<UpstreamSettings> all = configured.withFile(wanted.servers());
        ServerChanges changes = ServerChanges.between(present, all);
        wanted.reading().toolRoutes().ifPresent(toolRoutes::apply);
        aliases.apply(wanted.reading().names());
        asked = all;
        reports.serversTaken(wanted);
        List<CompletableFuture<?>> steps = new ArrayList<>();
        if (isAny(changes)) {
            steps.add(registry.apply(changes));
        }
        if (!before.limits().equals(toolRoutes.limits())) {
            steps.add(routes.get());
        }
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> failure == null ? done(steps, changes) : undo(before, failure));
    }

    /**
     * Brings the servers into line with those that were added or removed besides the list on disk.
     *
     * @return ends when it is complete, the end of former connections included; exceptionally, with everything as it was,
     *     if the servers cannot change so
     */
    public synchronized CompletableFuture<Void> merge() {
        List<UpstreamSettings> all = configured.all();
        ServerChanges changes = ServerChanges.between(present(), all);
        if (!isAny(changes)) {
            return CompletableFuture.completedFuture(null);
        }
        asked = all;
        return registry.apply(changes).whenComplete((done, failure) -> {
            if (failure == null) {
                reports.serversChanged(changes);
            } else {
                forgetAsked();
            }
        });
    }

    private synchronized void forgetAsked() {
        asked = null;
    }

    private Void done(List<CompletableFuture<?>> steps, ServerChanges changes) {
        if (!steps.isEmpty()) {
            reports.serversChanged(changes);
        }
        return null;
    }

    private Void undo(Before before, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        synchronized (this) {
            asked = null;
            configured.withFile(before.inFile());
            toolRoutes.apply(before.limits());
            aliases.apply(before.names());
            if (cause instanceof IllegalStateException) { // too many changes at the same time
                file.forget();
                next.refused();
            }
        }
        reports.serversRefused(file.path() + ": " + Causes.of(cause));
        return null;
    }

    private List<UpstreamSettings> present() {
        return asked == null ? registry.settings() : asked;
    }

    private Map<String, String> namesNow() {
        return aliases.all().stream().collect(Collectors.toMap(Function.identity(), aliases::nameOf));
    }

    private static boolean isAny(ServerChanges changes) {
        return !(changes.added().isEmpty()
                && changes.changed().isEmpty()
                && changes.removed().isEmpty());
    }

    /** What holds again if a change fails. */
    private record Before(ToolRoutes.Limits limits, Map<String, String> names, List<UpstreamSettings> inFile) {}
}
