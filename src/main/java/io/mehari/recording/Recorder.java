package io.mehari.recording;

import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.exchange.ExchangeState;
import io.mehari.redaction.Redaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the steps of calls that are recorded: stands around the steps of the generation that serves while a recording runs,
 * and around nothing at any other time. Whatever goes wrong here, the call goes on. Safe for concurrent use.
 */
final class Recorder implements StepProbe.Taker {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /** The route that each call enters. */
    private static final String ENTRY = "tool-call";

    private final Map<String, CallFilm> open = new ConcurrentHashMap<>();
    private final StepProbes probes = new StepProbes(this);
    private final RunningGeneration running;
    private final Redaction redaction;
    private final LongSupplier nanoTime;
    private final Runnable full;
    private volatile List<Recording> recordings = List.of();

    /**
     * A recorder that stands around nothing.
     *
     * @param running the routes that serve
     * @param redaction hides secrets
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     * @param full run when a recording has all its calls, on the thread of a call: must not block
     */
    Recorder(RunningGeneration running, Redaction redaction, LongSupplier nanoTime, Runnable full) {
        this.running = running;
        this.redaction = redaction;
        this.nanoTime = nanoTime;
        this.full = full;
        running.addListener(this::replaced);
    }

    /** The recordings that take calls from now on. */
    synchronized void take(List<Recording> taking) {
        boolean before = !recordings.isEmpty();
        recordings = List.copyOf(taking);
        if (before && taking.isEmpty()) {
            probes.disarm();
            open.clear();
        } else if (!before && !taking.isEmpty()) {
            arm();
        }
    }

    private synchronized void replaced() {
        if (!recordings.isEmpty()) {
            arm();
        }
    }

    private void arm() {
        try {
            running.current().map(Generation::context).ifPresent(probes::arm);
        } catch (RuntimeException e) {
            LOG.warn("The steps of the routes cannot be recorded", e);
        }
    }

    /** How many steps are looked at. */
    synchronized int probed() {
        return probes.size();
    }

    @Override
    public Runnable begins(RecordedStep.Place place, Exchange exchange) {
        try {
            CallFilm film = film(place.route(), exchange);
            RecordedStep step = film == null
                    ? null
                    : film.begin(place, exchange.getMessage().getBody(), nanoTime.getAsLong());
            return step == null ? null : () -> ended(film, step, exchange);
        } catch (RuntimeException e) {
            LOG.debug("A step of a call was not recorded", e);
            return null;
        }
    }

    private void ended(CallFilm film, RecordedStep step, Exchange exchange) {
        try {
            film.ended(step, nanoTime.getAsLong(), exchange.getException());
        } catch (RuntimeException e) {
            LOG.debug("The end of a step was not recorded", e);
        }
    }

    private CallFilm film(String route, Exchange exchange) {
        ToolCall call =
                exchange.getProperty(ExchangeState.CALLED_BY, exchange.getProperty(ExchangeState.CALL), ToolCall.class);
        if (call == null) {
            return null;
        }
        CallFilm known = open.get(call.context().requestId());
        return known != null || !route.equals(ENTRY) ? known : opened(call, exchange);
    }

    /** The first step of a call. It belongs to the first recording that wants it. */
    private CallFilm opened(ToolCall call, Exchange exchange) {
        Optional<CallFilm> film = Optional.empty();
        for (Recording recording : recordings) {
            film = film.or(() -> recording.film(call, redaction));
        }
        film.ifPresent(begun -> {
            open.put(begun.requestId(), begun);
            begun.end().whenComplete((nothing, never) -> open.remove(begun.requestId(), begun));
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    begun.answered(result(done), nanoTime.getAsLong());
                    if (recordings.stream().anyMatch(Recording::isFull)) {
                        full.run();
                    }
                }
            });
        });
        return film.orElse(null);
    }

    private static ToolCallResult result(Exchange exchange) {
        return exchange.getException() instanceof ToolCallException failed
                ? failed.result().answer()
                : exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }
}
