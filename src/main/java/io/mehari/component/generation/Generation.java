package io.mehari.component.generation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;

/**
 * One set of route files, loaded and started in a Camel context of its own. Calls enter and leave it; once it is
 * retired no call enters any more, and it is drained when the last call has left. Safe for concurrent use.
 */
public final class Generation {
    private static final int RETIRED = 1 << 30;

    private final int number;
    private final String fingerprint;
    private final CamelContext context;
    private final ConcurrentHashMap<String, AsyncProducer> entries = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile GenerationTally tally = new GenerationTally();

    /**
     * A generation that takes calls.
     *
     * @param number counts generations from 1
     * @param fingerprint SHA-256 of the route files it was built from, in hexadecimal
     * @param context started; the generation never stops it
     */
    public Generation(int number, String fingerprint, CamelContext context) {
        this.number = number;
        this.fingerprint = fingerprint;
        this.context = context;
    }

    /**
     * The number of the generation.
     *
     * @return counts from 1
     */
    public int number() {
        return number;
    }

    /**
     * SHA-256 of the route files it was built from.
     *
     * @return in hexadecimal
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * The context that the routes run in.
     *
     * @return started
     */
    public CamelContext context() {
        return context;
    }

    /**
     * How the calls ended that its route files have served.
     *
     * @return goes on counting
     */
    public GenerationTally tally() {
        return tally;
    }

    /**
     * Goes on where another generation of the same files ends: what one has counted is counted of the other, too.
     *
     * @param before has served until now
     */
    public void continues(Generation before) {
        if (before.fingerprint.equals(fingerprint)) {
            tally = before.tally;
        }
    }

    /**
     * The number of calls inside at the moment.
     *
     * @return from 0
     */
    public int calls() {
        return calls.get() & ~RETIRED;
    }

    /**
     * Lets a call in, unless the generation has been retired. Each successful enter needs one {@link #leave}.
     *
     * @return false if it has been retired
     */
    boolean enter() {
        if (calls.incrementAndGet() < RETIRED) {
            return true;
        }
        leave();
        return false;
    }

    /** A call has left. */
    void leave() {
        if (calls.decrementAndGet() == RETIRED) {
            drained.complete(null);
        }
    }

    /**
     * Lets no further call in. Called once.
     *
     * @return ends when the last call has left; never exceptionally
     */
    public CompletableFuture<Void> retire() {
        if (calls.addAndGet(RETIRED) == RETIRED) {
            drained.complete(null);
        }
        return drained;
    }

    /**
     * The asynchronous way into the route {@code direct:name}.
     *
     * @param name name behind {@code direct:}
     * @return started; the same at each call
     * @throws IllegalStateException if there is no such route
     */
    AsyncProducer entry(String name) {
        return entries.computeIfAbsent(name, this::startProducer);
    }

    private AsyncProducer startProducer(String name) {
        try {
            AsyncProducer producer = context.getEndpoint("direct:" + name).createAsyncProducer();
            ServiceHelper.startService(producer);
            return producer;
        } catch (Exception e) {
            throw new IllegalStateException("No route starts from direct:" + name, e);
        }
    }
}
