package io.mehari.reload;

import io.mehari.component.generation.Generation;
import io.mehari.routes.Generations;
import io.mehari.routes.InvalidRoutesException;
import io.mehari.text.Causes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets changed files take effect: the list of servers is read, then the routes change, then the servers do. Files that are
 * as they were at the last look change nothing. A list that cannot be read, and routes that cannot be run, end the change
 * before anything has been done. Changes follow one another.
 */
final class FileReload implements Processor, FileChanges {
    private static final Logger LOG = LoggerFactory.getLogger(FileReload.class);

    /** Longest wait for a generation; changes by request may be under way. */
    private static final long WAIT_SECONDS = 60;

    private final Generations generations;
    private final Optional<ServersReload> servers;
    private final RestartFiles restart;
    private final ReloadReports reports;
    private final Listener listener;

    /**
     * A reload that has done nothing yet.
     *
     * @param generations of route files
     * @param servers empty where the command line has described the only one
     * @param restart files of which a change waits for a restart
     * @param reports is told what became of changes
     * @param listener is told of the end of each look
     */
    FileReload(
            Generations generations,
            Optional<ServersReload> servers,
            RestartFiles restart,
            ReloadReports reports,
            Listener listener) {
        this.generations = generations;
        this.servers = servers;
        this.restart = restart;
        this.reports = reports;
        this.listener = listener;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        lookNow();
    }

    @Override
    public synchronized void look(FirstStep first) throws IOException, InterruptedException {
        first.run();
        lookNow();
    }

    @Override
    public List<String> problems() {
        return Stream.of(generations.problem(), reports.serversProblem())
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public List<String> leftOut() {
        return reports.kept().entrySet().stream()
                .map(entry -> entry.getKey() + " goes on with the settings before, its new entry is wrong: "
                        + entry.getValue())
                .toList();
    }

    private synchronized void lookNow() throws InterruptedException {
        takeWhatHasChanged();
        listener.looked();
    }

    private void takeWhatHasChanged() throws InterruptedException {
        restart.look();
        Optional<WantedServers> wanted = Optional.empty();
        try {
            if (servers.isPresent()) {
                wanted = servers.get().look();
            }
        } catch (RefusedChangeException e) {
            reports.serversRefused(e.getMessage());
            return;
        }
        if (routesServe()) {
            wanted.ifPresent(change -> servers.get().apply(change));
        } else if (wanted.isPresent()) {
            LOG.warn(
                    "The servers do not change either until the route files can be run: both changed at the same time");
            servers.get().forget();
        }
    }

    /** Whether the files on disk serve, or have been refused before. */
    private boolean routesServe() throws InterruptedException {
        try {
            Optional<Generation> next = generations.reloadIfChanged().get(WAIT_SECONDS, TimeUnit.SECONDS);
            next.ifPresent(generation -> LOG.debug("Files have changed: generation {}", generation.number()));
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidRoutesException)) {
                LOG.error("The route files could not be read again: {}", Causes.of(e.getCause()));
            }
            return false; // told by the generations
        } catch (TimeoutException e) {
            LOG.error("The route files have not been read again within {} s", WAIT_SECONDS);
            return false;
        }
    }
}
