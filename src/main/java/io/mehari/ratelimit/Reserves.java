package io.mehari.ratelimit;

import io.mehari.ratelimit.CallCounter.Counted;
import io.mehari.ratelimit.Reserve.Unused;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * The reserves of callers who make many calls. One that is not used for a tenth of a second to two goes, and what is left of it is given back.
 * Safe for concurrent use.
 */
final class Reserves {
    /** Between two looks for reserves that were not used. */
    static final Duration PERIOD = Duration.ofMillis(100);

    /** Callers with a reserve; further ones have none. */
    static final int MOST = 10_000;

    /** Of the calls that are left of a burst one in so many is granted ahead at most: see the script. */
    static final int SHARE = 500;

    private final ConcurrentHashMap<String, Reserve> reserves = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Timer timer;
    private final BiConsumer<String, Unused> giveBack;

    /**
     * Nobody has any.
     *
     * @param timer looks for reserves that were not used
     * @param giveBack given the caller and what is left of its reserve
     */
    Reserves(Timer timer, BiConsumer<String, Unused> giveBack) {
        this.timer = timer;
        this.giveBack = giveBack;
    }

    /** Takes a call from the reserve of a caller, if there is one. */
    Optional<Counted> take(String caller, RateLimit limit, long now) {
        Reserve reserve = reserves.get(caller);
        return reserve == null ? Optional.empty() : reserve.take(limit, now);
    }

    /**
     * The reserve for which a question about a caller may ask.
     *
     * @return empty where there can be none
     */
    Optional<Reserve> of(String caller, RateLimit limit) {
        Reserve reserve = reserves.get(caller);
        if (reserve == null && limit.burst() > SHARE && reserves.size() < MOST) {
            reserve = reserves.computeIfAbsent(caller, missing -> new Reserve());
            look();
        }
        return Optional.ofNullable(reserve);
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            try {
                timer.newTimeout(due -> lookNow(), PERIOD.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException | IllegalStateException e) {
                looking.set(false); // a timer that is full or at its end; the next newcomer tries again
            }
        }
    }

    private void lookNow() {
        reserves.forEach((caller, reserve) -> reserve.endUnused().ifPresent(unused -> {
            reserves.remove(caller, reserve);
            if (unused.calls() > 0) {
                giveBack.accept(caller, unused);
            }
        }));
        looking.set(false);
        if (!reserves.isEmpty()) {
            look();
        }
    }
}
