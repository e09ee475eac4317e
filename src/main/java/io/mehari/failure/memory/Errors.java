package io.mehari.failure.memory;

import com.github.benmanes.caffeine.cache.Ticker;
import io.mehari.event.ErrorLearned;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvent;
import io.mehari.event.SolutionRecorded;
import io.mehari.failure.CallFailed;
import io.mehari.failure.knowledge.KnowledgeBase;
import io.mehari.failure.similarity.Embedder;
import io.mehari.failure.similarity.SimilarTexts;
import io.mehari.text.LogThrottle;
import io.mehari.text.StartFailureException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of failed calls. Failures wait in a bounded queue until {@link #drain()}; one thread learns and writes, another
 * searches, and both end when there is nothing to do. What is kept is read when it is first needed. Safe for concurrent
 * use; no method waits but {@link #close()}.
 */
public final class Errors implements Recommendations, AutoCloseable {
    /** Longest time {@link #close()} gives to the writing of what has been learnt. */
    static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    /** Failures learnt by one {@link #drain()}. */
    private static final int MOST_LEARNT = 10_000;

    /** Vectors made at one time: a tenth of a second, so that the thread is not kept for long. */
    private static final int VECTORS = 20;

    /** Vectors made when the model has been loaded: those of the knowledge base. */
    private static final int FIRST_VECTORS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private final EventQueue<CallFailed> failures;
    private final Consumer<GatewayEvent> told;
    private final ErrorTable table;
    private final ErrorMemory memory;
    private final int most;
    private final Embedder embedder;
    private final SimilarTexts texts;
    private final ErrorSearch search;
    private final OneThread writing = new OneThread("mehari-errors", 1000);
    private final OneThread searching = new OneThread("mehari-error-searches", 100);
    private final AtomicBoolean draining = new AtomicBoolean();
    private final LogThrottle unwritten = new LogThrottle();
    private volatile boolean loaded;

    Errors(
            EventQueue<CallFailed> failures,
            Consumer<GatewayEvent> told,
            DataSource database,
            ErrorMemorySettings settings,
            Supplier<KnowledgeBase> knowledge,
            Embedder embedder,
            SimilarTexts texts,
            Ticker ticker) {
        this.failures = failures;
        this.told = told;
        this.table = new ErrorTable(database);
        this.most = settings.maxTemplates();
        this.memory = new ErrorMemory(most);
        this.embedder = embedder;
        this.texts = texts;
        this.search = new ErrorSearch(memory, knowledge, texts, embedder, settings.searchCache(), ticker);
    }

    /** Known errors have changed: they are to be found at once. */
    public void knowledgeChanged() {
        search.forget();
    }

    /** Has the failures of the last moment learnt and written. */
    public void drain() {
        boolean idle = failures.size() == 0 && memory.isSaved() && !texts.isBehind();
        if (!idle && draining.compareAndSet(false, true)) {
            writing.run(this::learn).whenComplete((done, failure) -> draining.set(false));
        }
    }

    private Void learn() {
        load();
        for (CallFailed failure : failures.drain(MOST_LEARNT)) {
            memory.learn(failure).ifPresent(known -> told.accept(new ErrorLearned(
                    known.id(), known.template(), known.category(), failure.server(), failure.tool(), known.firstSeen())));
        }
        save();
        if (texts.isBehind()) {
            texts.catchUp(VECTORS);
        }
        return null;
    }

    private void load() {
        if (!loaded) {
            try {
                memory.load(table.load(most));
                loaded = true;
            } catch (RuntimeException e) {
                failed("read", e);
            }
        }
    }

    /** What cannot be written stays in memory and is tried again. */
    private void save() {
        try {
            memory.save(table);
        } catch (RuntimeException e) {
            failed("written", e);
        }
    }

    private void failed(String what, RuntimeException cause) {
        if (cause instanceof StartFailureException) {
            return; // told to whoever starts the gateway
        }
        if (unwritten.occurred() > 0) {
            LOG.warn(
                    "The memory of errors cannot be {}, {} times so far; it is tried again",
                    what,
                    unwritten.count(),
                    cause);
        }
    }

    /**
     * Remembered errors.
     *
     * @param wanted which
     * @return the latest first
     */
    public CompletableFuture<List<RememberedError>> list(Predicate<RememberedError> wanted) {
        return reading(() -> memory.all().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(RememberedError::lastSeen)
                        .reversed()
                        .thenComparing(RememberedError::id))
                .toList());
    }

    /**
     * One remembered error.
     *
     * @param id of its template
     * @return empty if it is not there
     */
    public CompletableFuture<Optional<RememberedError>> find(String id) {
        return reading(() -> memory.find(id));
    }

    /**
     * Records how an error was solved; durable when the future is done.
     *
     * @param id of its template
     * @param solution replaces the one before
     * @return the error with it; empty if there is no such error
     */
    public CompletableFuture<Optional<RememberedError>> solve(String id, Solution solution) {
        return writing.run(() -> {
                    load();
                    Optional<RememberedError> solved = memory.solve(id, solution);
                    memory.save(table);
                    solved.ifPresent(known -> told.accept(
                            new SolutionRecorded(id, known.template(), solution.by(), solution.at())));
                    return solved;
                })
                .whenComplete((solved, failure) -> searching.run(() -> {
                    search.forget();
                    return null;
                }));
    }

    @Override
    public CompletableFuture<Advice> recommend(String text) {
        CompletableFuture<Advice> advice = reading(() -> search.search(text));
        if (embedder.state() == Embedder.State.NOT_LOADED) {
            writing.run(this::loadModel);
        }
        return advice;
    }

    /** On the thread that searches, so that nobody waits for the model; the first time behind the reading of what is kept. */
    private <T> CompletableFuture<T> reading(Supplier<T> task) {
        if (loaded) {
            return searching.run(task);
        }
        return writing.run(() -> {
                    load();
                    return task;
                })
                .thenCompose(searching::run);
    }

    private Void loadModel() {
        load();
        search.synchronise();
        embedder.load();
        texts.catchUp(FIRST_VECTORS);
        return null;
    }

    /**
     * How searches went.
     *
     * @return counts since the start
     */
    public SearchStatistics statistics() {
        return search.statistics();
    }

    /** By what errors are compared now, and how many vectors there are. */
    Comparison comparison() {
        return new Comparison(
                search.method(), search.note(), embedder.id(), embedder.state().code(), texts.vectors());
    }

    /**
     * How many failures were lost since they came faster than they were learnt.
     *
     * @return their number since the start
     */
    public long dropped() {
        return failures.dropped();
    }

    /** Learns and writes what is queued, within a bound, and ends the threads. May be called twice. */
    @Override
    public void close() {
        writing.run(this::learn);
        searching.close(CLOSE_WITHIN);
        writing.close(CLOSE_WITHIN);
        texts.close();
    }

    /**
     * By what errors are compared.
     *
     * @param method {@code lexical} or {@code lexical+vector}
     * @param note why not by vectors
     * @param model its name
     * @param state of the model
     * @param vectors how many there are
     */
    record Comparison(String method, String note, String model, String state, int vectors) {}
}
