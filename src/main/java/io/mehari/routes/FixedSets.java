package io.mehari.routes;

import io.mehari.component.generation.FixedContext;
import io.mehari.text.StepTimes;
import io.mehari.thread.GatewayThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the routes of {@code endpoint/} and {@code maintenance/} while the gateway runs. The next set is made beside the
 * one that runs; then clocks and whatever takes messages by itself stop there and start here, and new requests come here,
 * all paths in one step, while the address stays bound. Requests, streams and messages that the set before has begun with
 * end there. A set that cannot be run changes nothing. Safe for concurrent use.
 */
public final class FixedSets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FixedSets.class);

    /** Longest wait for calls, streams and queues of a set that has been replaced. */
    private static final Duration DRAIN = Duration.ofMinutes(30);

    /** Longest wait for requests that are between reading and their route. */
    private static final long PASS_SECONDS = 30;

    private final FixedSetBuilder builder;
    private final FixedContext shown;
    private final Function<CamelContext, CompletableFuture<Void>> ingress;
    private final Map<FixedSet, CompletableFuture<Void>> ending = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private FixedSet first;

    /** Changed under the lock only; read without it, since the first set and the first generation are made side by side. */
    private volatile FixedSet current;

    private boolean closed;

    /**
     * No routes yet.
     *
     * @param contexts makes contexts
     * @param beans what the files may name
     * @param shown is told which context serves
     * @param ingress lets the ingress routes of a context serve; ends when no request is on its way to former ones
     */
    public FixedSets(
            GenerationBuilder contexts,
            BeanRepository beans,
            FixedContext shown,
            Function<CamelContext, CompletableFuture<Void>> ingress) {
        this.builder = new FixedSetBuilder(contexts, beans);
        this.shown = shown;
        this.ingress = ingress;
    }

    /**
     * Loads the routes that the gateway starts with.
     *
     * @param context of the application; starts and stops them
     * @param files of {@link RouteFiles#FIXED}
     * @throws InvalidRoutesException naming the first one that is invalid
     */
    public synchronized void begin(DefaultCamelContext context, List<RouteFile> files) {
        builder.loadFirst(context, files);
        first = new FixedSet(1, files, context);
        current = first;
    }

    /** Whether these files are those that run; also true before {@link #begin}, since nothing is changed then. */
    boolean isServing(List<RouteFile> files) {
        FixedSet serving = current;
        return serving == null || serving.fingerprint().equals(RouteFiles.fingerprint(files));
    }

    /** Whether what the routes have asked for by placeholder has another value now. */
    synchronized boolean isStale() {
        return current != null && Placeholders.of(current.context()).isStale();
    }

    /** The same as {@link #prepare} with the files that run already. */
    synchronized Change prepareAgain() {
        return prepare(current.files());
    }

    /** What the files ask for and cannot have while the gateway runs; a sentence each. */
    synchronized List<String> warnings() {
        return current == first ? List.of() : FixedSetBuilder.warnings(current, first);
    }

    /**
     * Makes the next set beside the one that runs.
     *
     * @param files of {@link RouteFiles#FIXED}
     * @return to be ended by {@link Change#takeOver} or {@link Change#abandon}
     * @throws InvalidRoutesException if they cannot be run: nothing has changed
     */
    synchronized Change prepare(List<RouteFile> files) {
        return new Change(builder.build(files, current));
    }

    /** A set that is about to run. */
    final class Change {
        private final FixedSet next;

        private Change(FixedSet next) {
            this.next = next;
        }

        /** Counts sets from 1. */
        int number() {
            return next.number();
        }

        /** SHA-256 over names and contents of its files. */
        String fingerprint() {
            return next.fingerprint();
        }

        /** How many routes it has. */
        int routes() {
            return next.routes().size();
        }

        /**
         * Lets the set run in place of the one before.
         *
         * @param holds routes that an operator has stopped
         * @throws InvalidRoutesException if a clock, or what takes messages by itself, does not start: the set before
         *     goes on as it was
         */
        void takeOver(RouteHolds holds) {
            StepTimes times = new StepTimes(System::nanoTime);
            synchronized (FixedSets.this) {
                List<String> ran = FixedSources.stopActive(current, ended);
                times.end("stop clocks");
                try {
                    refuseAtTheEnd();
                    FixedSources.startActive(next, holds);
                    holds.ready(next.context());
                    times.end("start clocks");
                } catch (InvalidRoutesException e) {
                    abandon();
                    FixedSources.resumeActive(current, ran);
                    throw e.withoutSecrets(Placeholders.of(next.context())::hide);
                }
                FixedSet old = current;
                old.addresses(); // asked for later, when its routes are gone
                current = next;
                shown.serve(next.context());
                retire(old, ingress.apply(next.context()));
                times.end("flip");
            }
            shown.served();
            LOG.debug("Set {} of the routes in endpoint/ and maintenance/ took over in {}", next.number(), times);
            LOG.info("Set {} of the routes in endpoint/ and maintenance/ runs", next.number());
        }

        /** The set is not used. */
        void abandon() {
            GenerationBuilder.stop(next.context());
        }
    }

    private void refuseAtTheEnd() {
        if (closed) {
            throw new InvalidRoutesException("The gateway is stopping", null);
        }
    }

    private void retire(FixedSet old, CompletableFuture<Void> passed) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        ending.put(old, end);
        Duration last = limit();
        passed.orTimeout(PASS_SECONDS, TimeUnit.SECONDS).whenComplete((done, late) -> {
            Thread thread = new GatewayThread(
                    () -> {
                        try {
                            old.end(DRAIN, last);
                        } finally {
                            ending.remove(old);
                            end.complete(null);
                        }
                    },
                    "mehari-fixed-" + old.number() + "-stop");
            thread.start();
        });
    }

    /** How long what is under way may take at the end of the gateway. */
    private Duration limit() {
        ShutdownStrategy strategy = first.context().getShutdownStrategy();
        return Duration.of(strategy.getTimeout(), strategy.getTimeUnit().toChronoUnit());
    }

    /**
     * Ends the sets that do not end with the application's own context: new requests are rejected, those under way may end
     * within the limit of that context. To be called when that context begins to stop.
     */
    @Override
    public void close() {
        ended.countDown();
        FixedSet last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        List<CompletableFuture<Void>> ends = List.copyOf(ending.values());
        ending.keySet().forEach(FixedSet::hurry);
        if (last != null && last.isOwn()) {
            last.stop(limit());
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
    }
}
