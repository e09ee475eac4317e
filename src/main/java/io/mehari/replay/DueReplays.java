package io.mehari.replay;

import io.mehari.catalog.ToolCatalog;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterReplaySettings;
import io.mehari.deadletter.DeadLetterReplays;
import io.mehari.deadletter.DueLetters;
import io.mehari.monitoring.Heartbeats;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the ids of the letters that are due into the body, as a list: those whose servers are ready, as many as a period may
 * replay. An empty one while an earlier list is worked off, and while another gateway does that for all.
 */
final class DueReplays extends AsyncProcessorSupport {
    private static final Logger LOG = LoggerFactory.getLogger(DueReplays.class);

    private final DeadLetterReplays replays;
    private final DeadLetterReplaySettings settings;
    private final Upstreams upstreams;
    private final ToolCatalog catalog;
    private final Heartbeats heartbeats;
    private final Clock clock;
    private final BooleanSupplier turn;
    private final AtomicBoolean busy = new AtomicBoolean();

    DueReplays(
            DeadLetterReplays replays,
            DeadLetterReplaySettings settings,
            Upstreams upstreams,
            ToolCatalog catalog,
            Heartbeats heartbeats,
            Clock clock,
            BooleanSupplier turn) {
        this.turn = turn;
        this.heartbeats = heartbeats;
        this.replays = replays;
        this.settings = settings;
        this.upstreams = upstreams;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        heartbeats.beat("dead-letter-replay");
        exchange.getMessage().setBody(List.of());
        if (!turn.getAsBoolean() || !busy.compareAndSet(false, true)) {
            callback.done(true);
            return true;
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                busy.set(false);
            }
        });
        replays.due(due()).whenComplete((letters, failure) -> {
            if (failure == null) {
                exchange.getMessage()
                        .setBody(letters.stream().map(DeadLetter::id).toList());
            } else {
                LOG.warn("Dead letters that are due cannot be read: {}", failure.getMessage());
            }
            callback.done(false);
        });
        return false;
    }

    private DueLetters due() {
        Instant now = clock.instant();
        return new DueLetters(
                now,
                now.plus(settings.maxDelay()),
                now.minus(settings.delay()),
                now.minus(settings.maxAge()),
                settings.maxAttempts(),
                ready(),
                settings.categories(),
                settings.batch());
    }

    /** Tools that are routes have no connection to wait for. */
    private List<String> ready() {
        return catalog.servers().stream()
                .filter(server -> upstreams.find(server).isEmpty() || upstreams.isReady(server))
                .toList();
    }
}
