package io.mehari.reload;

import io.mehari.component.generation.Generation;
import io.mehari.configuration.ChangedKey;
import io.mehari.reload.live.ConfigurationReports;
import io.mehari.reload.live.LiveConfiguration;
import io.mehari.reload.live.RefusedChangeException;
import io.mehari.routes.Generations;
import io.mehari.routes.InvalidRoutesException;
import io.mehari.text.Causes;
import io.mehari.text.StepTimes;
import io.mehari.thread.GatewayThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets changed files take effect: settings, error patterns, known errors and the list of servers are read, then the routes
 * change, then settings and servers do. Files that are as they were at the last look change nothing. What cannot be read,
 * and routes that cannot be run, end the change before anything has been done; the rest of it waits until one of the files
 * is written again, or until the whole of it can be taken, where the reason lies outside of the files and may pass. Changes
 * follow one another.
 */
final class FileReload implements Processor, FileChanges {
    private static final Logger LOG = LoggerFactory.getLogger(FileReload.class);

    /** Longest wait for a generation; changes by request may be under way. */
    private static final long WAIT_SECONDS = 60;

    private final Generations generations;
    private final Optional<ServersReload> servers;
    private final LiveConfiguration configuration;
    private final ReloadReports reports;
    private final ConfigurationReports configurationReports;
    private final Supplier<?> stamps;
    private final Listener listener;
    private final NextTry next;

    /** What the files looked like that were refused; null if none were. */
    private Object refused;

    /** Whether the reason may pass while the files stay as they are. */
    private boolean passing;

    /** Whether the files are those that were refused, and are tried once more. */
    private boolean again;

    /**
     * A reload that has done nothing yet.
     *
     * @param generations of route files
     * @param servers empty where the command line has described the only one
     * @param configuration the other files of configuration
     * @param reports is told what became of routes and servers
     * @param configurationReports is told what became of the configuration
     * @param stamps what the files look like from outside
     * @param listener is told of the end of each look
     * @param next is told whether a refused change is to be tried again
     */
    FileReload(
            Generations generations,
            Optional<ServersReload> servers,
            LiveConfiguration configuration,
            ReloadReports reports,
            ConfigurationReports configurationReports,
            Supplier<?> stamps,
            Listener listener,
            NextTry next) {
        this.generations = generations;
        this.servers = servers;
        this.configuration = configuration;
        this.reports = reports;
        this.configurationReports = configurationReports;
        this.stamps = stamps;
        this.listener = listener;
        this.next = next;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Thread own = new GatewayThread(this::lookWhateverEnds, "mehari-file-changes");
        own.start();
        own.join();
    }

    /** On a thread of its own: the route that asks may be one of those that change, whose threads are interrupted then. */
    private void lookWhateverEnds() {
        try {
            lookNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Changed files could not be looked at: {}", Causes.of(e), e);
        }
    }

    @Override
    public synchronized void look(FirstStep first) throws IOException, InterruptedException {
        first.run();
        lookNow();
    }

    @Override
    public List<String> problems() {
        return Stream.concat(
                        Stream.of(generations.problem(), reports.serversProblem())
                                .flatMap(Optional::stream),
                        configuration.problems().stream())
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
        StepTimes times = new StepTimes(System::nanoTime);
        Object now = stamps.get();
        again = now.equals(refused);
        if (!again || passing) {
            passing = false;
            next.begins();
            refused = takeWhatHasChanged(times) ? null : now;
            if (passing) {
                next.refused();
            }
            next.ends();
        }
        listener.looked();
        times.end("record");
        LOG.debug("A look at changed files took {}", times);
    }

    /** False if something was refused, so that nothing has changed. */
    private boolean takeWhatHasChanged(StepTimes times) throws InterruptedException {
        Optional<LiveConfiguration.Pending> changed = lookAtConfiguration();
        Optional<Optional<WantedServers>> wanted = lookAtServers();
        times.end("read");
        if (changed.isEmpty() || wanted.isEmpty()) {
            changed.ifPresent(pending -> pending.drop(Optional.empty()));
            wanted.flatMap(found -> found).ifPresent(found -> servers.get().forget());
            return false;
        }
        boolean run = routesServe() && (changed.get().isEmpty() || routesFit(changed.get()));
        times.end("routes");
        boolean taken = take(run, changed.get(), wanted.get());
        times.end("settings and servers");
        return taken;
    }

    private boolean take(boolean run, LiveConfiguration.Pending changed, Optional<WantedServers> wanted) {
        if (!run) {
            changed.drop(Optional.empty());
            if (!again && (wanted.isPresent() || !changed.isEmpty())) {
                LOG.warn("Nothing else changes either until the route files can be run: it changed at the same time");
            }
            wanted.ifPresent(change -> servers.get().forget());
            return false;
        }
        List<ChangedKey> keys = new ArrayList<>(changed.keys());
        try {
            changed.take();
        } catch (RefusedChangeException e) {
            configurationReports.refused(e.getMessage());
            wanted.ifPresent(change -> servers.get().forget());
            return false;
        }
        Optional<WantedServers> last = changed.isEmpty() ? wanted : lookAgain(wanted);
        last.ifPresent(change -> {
            keys.addAll(servers.get().changedKeys());
            servers.get().apply(change);
        });
        configurationReports.taken(keys, configuration.waiting());
        return true;
    }

    /** Settings say what holds for servers that do not say it themselves. */
    private Optional<WantedServers> lookAgain(Optional<WantedServers> before) {
        return lookAtServers().flatMap(wanted -> wanted).or(() -> before);
    }

    private Optional<LiveConfiguration.Pending> lookAtConfiguration() {
        try {
            return Optional.of(configuration.look());
        } catch (RefusedChangeException e) {
            configurationReports.refused(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Optional<WantedServers>> lookAtServers() {
        try {
            return Optional.of(servers.isPresent() ? servers.get().look() : Optional.empty());
        } catch (RefusedChangeException e) {
            reports.serversRefused(e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether the routes that serve can be run with what is about to hold; built anew where they ask for something of it. */
    private boolean routesFit(LiveConfiguration.Pending changed) throws InterruptedException {
        try {
            generations.refreshIfStale().get(WAIT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            passing = mayPass(e.getCause());
            String reason = "With it the routes cannot be run: " + Causes.of(e.getCause());
            changed.drop(Optional.of(reason));
            if (!again) {
                configurationReports.refused(reason);
            }
            return false;
        } catch (TimeoutException e) {
            passing = true;
            LOG.error("The routes have not been built again within {} s", WAIT_SECONDS);
            return false;
        }
    }

    /** Whether the files on disk serve, or have been refused before. */
    private boolean routesServe() throws InterruptedException {
        try {
            Optional<Generation> taken = generations.reloadIfChanged().get(WAIT_SECONDS, TimeUnit.SECONDS);
            taken.ifPresent(generation -> LOG.debug("Files have changed: generation {}", generation.number()));
            passing = again && generations.problem().isPresent();
            return !passing;
        } catch (ExecutionException e) {
            passing = mayPass(e.getCause());
            if (!(e.getCause() instanceof InvalidRoutesException)) {
                LOG.error("The route files could not be read again: {}", Causes.of(e.getCause()));
            }
            return false; // told by the generations
        } catch (TimeoutException e) {
            passing = true;
            LOG.error("The route files have not been read again within {} s", WAIT_SECONDS);
            return false;
        }
    }

    /** Too much at the same time passes; of routes they say it themselves. */
    private static boolean mayPass(Throwable reason) {
        return !(reason instanceof InvalidRoutesException invalid) || invalid.mayPass();
    }
}
