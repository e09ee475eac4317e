package io.mehari.routes;

import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.library.Library;
import io.mehari.thread.GatewayThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the route files that serve calls, without losing one: builds the next generation beside the running one,
 * flips, drains the old one. A set that cannot be run leaves everything as it is. One change at a time.
 */
public final class Generations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    /** Changes that wait for the one under way. */
    private static final int MOST_WAITING = 16;

    /** Longest wait at the end for a change that is under way. */
    private static final long CLOSE_SECONDS = 10;

    private final RouteFiles files;
    private final GenerationBuilder builder;
    private final RunningGeneration running;
    private final GenerationTools tools;
    private final ExecutorService worker = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), Generations::thread);
    private final StartedGenerations started = new StartedGenerations();
    private List<RouteFile> serving = List.of();
    private int number;
    private volatile String problem;
    private volatile List<String> warnings = List.of();
    private volatile List<RouteLayer> layers = List.of();

    /** What the last look at the files found, whether it was taken or not. */
    private String lookedAt;

    /** Whether the files that were refused are tried again by the next look. */
    private boolean passing;

    /** Digest of the jars that were read last. */
    private String libraries = "";

    private boolean fromFolder;
    private volatile ReloadListener listener = ReloadListener.NONE;
    private Optional<FixedSets> fixed = Optional.empty();
    private volatile RouteHolds holds = RouteHolds.NONE;

    /** The files before those that serve; none before the first change. */
    private List<RouteFile> former = List.of();

    /**
     * A gateway without a generation.
     *
     * @param files the route files
     * @param builder builds a generation from them
     * @param running the generation that serves calls
     * @param catalog where tools that are routes are listed
     * @param tools what is configured for tools that are routes
     */
    public Generations(
            RouteFiles files,
            GenerationBuilder builder,
            RunningGeneration running,
            ToolCatalog catalog,
            ToolRoutes tools) {
        this.files = files;
        this.builder = builder;
        this.running = running;
        this.tools = new GenerationTools(catalog, tools);
    }

    /**
     * Reads the route files and lets them serve, on a thread of its own.
     *
     * @return the generation that serves from now on; ends with {@link InvalidRoutesException} if the files cannot be
     *     run
     */
    public CompletableFuture<Generation> reload() {
        return submit(this::reloadNow);
    }

    /**
     * Lets other files serve than those on disk, which the next look takes for changed. On a thread of its own.
     *
     * @param kept files that have served before
     * @return the generation that serves from now on; ends with {@link InvalidRoutesException} if they cannot be run
     */
    public CompletableFuture<Generation> reloadFrom(RouteFiles kept) {
        return submit(() -> serve(kept.read(RouteFiles.PER_GENERATION), Optional.empty()));
    }

    /**
     * Builds the routes again for the upstreams there are now, from the files that serve already: what was edited on
     * disk since then waits for {@link #reload}. On a thread of its own.
     *
     * @return ends when the routes serve, or immediately before the first {@link #reload}; ends with {@link
     *     InvalidRoutesException} if there can be no routes for these upstreams, and the previous ones continue to serve
     */
    public CompletableFuture<Void> refresh() {
        return running.current().isEmpty()
                ? CompletableFuture.completedFuture(null)
                : submit(() -> serve(serving, Optional.empty())).thenApply(generation -> null);
    }

    /**
     * The same as {@link #reload}, unless the files are those of the last look: those that serve, or those that were
     * refused. On a thread of its own.
     *
     * @return the generation that serves from now on; empty where nothing has changed
     */
    public CompletableFuture<Optional<Generation>> reloadIfChanged() {
        return submit(this::reloadChangedNow).thenApply(Optional::ofNullable);
    }

    /**
     * Builds the routes that serve again, from the same files, if settings or variables that they ask for by {@code
     * {{name}}}, or the recovery routes that there have to be, have changed since they were built. On a thread of its own.
     *
     * @return the generation that serves from now on; empty where nothing has changed; ends with {@link
     *     InvalidRoutesException} if the routes cannot be run with what there is now: then nothing changes
     */
    public CompletableFuture<Optional<Generation>> refreshIfStale() {
        return submit(this::refreshStaleNow).thenApply(Optional::ofNullable);
    }

    /**
     * Sets who is told what became of route files that were read again.
     *
     * @param told the only one; replaces the one before
     */
    public void onReload(ReloadListener told) {
        listener = told;
    }

    /**
     * Lets the files of {@code endpoint/} and {@code maintenance/} change together with the others. To be called before
     * the first {@link #reload}.
     *
     * @param sets changes them
     */
    public void alsoChange(FixedSets sets) {
        fixed = Optional.of(sets);
    }

    /**
     * Sets who says which routes do not run although their files are there.
     *
     * @param operators asked before each generation serves; the only one, replaces the one before
     */
    public void heldBy(RouteHolds operators) {
        holds = operators;
    }

    /**
     * Does something to the generation that serves while no other takes over. On the thread of changes.
     *
     * @param work may wait
     * @param <T> what the work gives
     * @return what the work returned, or the exception it ended with
     */
    public <T> CompletableFuture<T> inTurn(Supplier<T> work) {
        return submit(work);
    }

    /**
     * Lets the files serve again that served before those that serve now, whatever is on disk, which is tried again as soon
     * as it changes or is asked for. Once for each change. On a thread of its own.
     *
     * @param fingerprint of the files that serve and are to go
     * @param reason is the {@link #problem} from then on
     * @return the generation that serves from now on; ends with {@link IllegalStateException} if other files serve
     *     meanwhile, or there were none before
     */
    public CompletableFuture<Generation> goBack(String fingerprint, String reason) {
        return submit(() -> goBackNow(fingerprint, reason));
    }

    private Generation goBackNow(String fingerprint, String reason) {
        if (former.isEmpty() || !fingerprint.equals(RouteFiles.fingerprint(serving))) {
            throw new IllegalStateException("Other route files serve meanwhile, or there were none before");
        }
        Generation next = serve(former, Optional.empty());
        former = List.of();
        problem = reason;
        listener.served(next);
        return next;
    }

    private <T> CompletableFuture<T> submit(Supplier<T> change) {
        try {
            return CompletableFuture.supplyAsync(change, worker);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("Too many changes wait already, or the gateway is stopping", e));
        }
    }

    /**
     * Why the route files on disk do not serve.
     *
     * @return the reason why the last {@link #reload} was rejected; empty if it was not
     */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * What is odd about the route files although they serve: files that are passed over, steps that lead nowhere,
     * changes that need a restart.
     *
     * @return a sentence each, of the last {@link #reload} that was not rejected
     */
    public List<String> warnings() {
        return warnings;
    }

    /** Which file comes from the jar, and which from the folder that lies over it, in order of names. */
    public List<RouteLayer> layers() {
        return layers;
    }

    private Generation reloadNow() {
        try {
            return take(readAll(), true);
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    private Generation reloadChangedNow() {
        String before = lookedAt;
        try {
            RouteFiles.All read = readAll();
            if ((passing || !lookedAt.equals(before)) && !isServing(read)) {
                return take(read, false);
            }
            builder.keepLibraries();
            if (!lookedAt.equals(before)) {
                LOG.info("The route files are as they were before: nothing changes");
                problem = null;
                serving = read.generation(); // the same, perhaps from the other layer
            }
            running.current().ifPresent(this::warn);
            return null;
        } catch (RuntimeException e) {
            passing = e instanceof InvalidRoutesException invalid && invalid.mayPass();
            boolean said = e.getMessage() != null && e.getMessage().equals(problem);
            if (said && (lookedAt.isEmpty() || lookedAt.equals(before))) {
                return null; // of the same files
            }
            throw said ? e : refused(e);
        }
    }

    /** Remembers what was read; a folder that is gone is not replaced by the routes inside the jar. */
    private RouteFiles.All readAll() {
        if (fromFolder && !files.inFolder()) {
            lookedAt = "";
            throw new InvalidRoutesException("The folder of the route files is gone: " + files.folder(), null);
        }
        try {
            libraries = builder.lookAtLibraries();
            RouteFiles.All read = files.readAll();
            lookedAt = read.fingerprint() + libraries;
            return read;
        } catch (InvalidRoutesException e) {
            lookedAt = "";
            throw e;
        }
    }

    private boolean isServing(RouteFiles.All read) {
        return isServing(read.generation()) && fixed.stream().allMatch(sets -> sets.isServing(read.fixed()));
    }

    private boolean isServing(List<RouteFile> read) {
        return running.current()
                .filter(generation -> generation.fingerprint().equals(RouteFiles.fingerprint(read)))
                .filter(generation -> Library.of(generation.context()).digest().equals(libraries))
                .isPresent();
    }

    private Generation take(RouteFiles.All read, boolean inAnyCase) {
        boolean first = serving.isEmpty();
        List<RouteFile> replaced = serving;
        Optional<FixedSets.Change> change = prepare(read);
        boolean rebuilt = inAnyCase || !isServing(read.generation());
        Generation next = rebuilt ? serve(read.generation(), change) : takeOver(change);
        if (!RouteFiles.fingerprint(replaced).equals(next.fingerprint())) {
            former = replaced;
        }
        fromFolder = files.inFolder();
        passing = false;
        problem = null;
        warn(next);
        tell(next, !first && rebuilt, change);
        return next;
    }

    private void tell(Generation next, boolean rebuilt, Optional<FixedSets.Change> change) {
        if (rebuilt) {
            listener.served(next);
        }
        change.ifPresent(taken -> listener.fixedServed(taken.number(), taken.fingerprint(), taken.routes()));
    }

    private Generation refreshStaleNow() {
        boolean stale = running.current()
                .filter(generation -> builder.isStale(generation.context()))
                .isPresent();
        Optional<FixedSets.Change> change = fixed.filter(FixedSets::isStale).map(FixedSets::prepareAgain);
        if (!stale && change.isEmpty()) {
            return null;
        }
        Generation next = stale ? serve(serving, change) : takeOver(change);
        tell(next, stale, change);
        return next;
    }

    /** The next set of those that exist once, if their files have changed. Says what is wrong with the others, too. */
    private Optional<FixedSets.Change> prepare(RouteFiles.All read) {
        Optional<FixedSets> changed = fixed.filter(sets -> !sets.isServing(read.fixed()));
        try {
            return changed.map(sets -> sets.prepare(read.fixed()));
        } catch (InvalidRoutesException e) {
            throw isServing(read.generation()) ? e : builder.alsoWrong(e, read.generation());
        }
    }

    private Generation takeOver(Optional<FixedSets.Change> change) {
        change.ifPresent(taken -> taken.takeOver(holds));
        return running.current().orElseThrow();
    }

    private RuntimeException refused(RuntimeException e) {
        problem = e.getMessage();
        LOG.error("The route files were rejected, the previous ones continue to serve: {}", e.getMessage());
        listener.refused(String.valueOf(e.getMessage()));
        return e;
    }

    private void warn(Generation generation) {
        List<String> before = warnings;
        List<RouteFile> once = files.read(RouteFiles.FIXED);
        layers = files.allLayers(once, serving);
        warnings = RouteWarnings.of(generation.context(), files.passedOver(), once, fixed);
        warnings.stream().filter(warning -> !before.contains(warning)).forEach(warning -> LOG.warn("{}", warning));
    }

    private Generation serve(List<RouteFile> routes, Optional<FixedSets.Change> change) {
        Generation next = builder.build(number + 1, routes, change, holds);
        started.add(next);
        number++;
        serving = routes;
        holds.ready(next.context());
        running.current().ifPresent(next::continues);
        tools.publish(next); // before the flip, so that a call finds each tool it could see listed
        running.flip(next).ifPresent(started::retire);
        StartedGenerations.startClocks((DefaultCamelContext) next.context(), holds);
        LOG.info(
                "Generation {} serves: {} routes from {}{}",
                number,
                next.context().getRoutesSize(),
                files.origin(),
                RouteLayer.summary(files.layers(RouteFiles.PER_GENERATION, routes)));
        return next;
    }

    private static Thread thread(Runnable task) {
        return new GatewayThread(task, "mehari-generations");
    }

    /** Stops every generation, those that still drain as well. A change under way is waited for, within a bound. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A change of the route files is still under way and is abandoned");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        started.close();
    }
}
