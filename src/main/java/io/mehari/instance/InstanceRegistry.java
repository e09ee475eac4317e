package io.mehari.instance;

import io.mehari.redis.RedisScript;
import io.mehari.redis.Repeated;
import io.mehari.redis.ServerScripts;
import io.mehari.text.LogThrottle;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which gateways there are. Each tells Redis every few seconds that it is there, and hears in the same answer which others are;
 * who has been silent for too long, by the clock of Redis, is gone. While Redis does not answer the others stay known until they
 * would have expired. Safe for concurrent use, never waits.
 */
public final class InstanceRegistry implements AutoCloseable {
    /** Begins the key of each gateway; the epoch follows. */
    static final String PREFIX = "mcp:instances:";

    /** Key of the list of epochs, by when they were heard of. */
    static final String INDEX = "mcp:instances";

    /** Most gateways that are listed. */
    static final int MOST = 100;

    private static final Logger LOG = LoggerFactory.getLogger(InstanceRegistry.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    private static final int PER_INSTANCE = 3;

    private static final RedisScript BEAT = RedisScript.of(InstanceRegistry.class, "beat.lua");

    private static final RedisScript LEAVE = RedisScript.of(InstanceRegistry.class, "leave.lua");

    private final ServerScripts redis;
    private final InstanceSettings settings;
    private final Supplier<Instance> self;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Repeated beats;
    private final LogThrottle failures = new LogThrottle();
    private volatile View view = View.NONE;
    private volatile boolean well;

    /** What an answer said. */
    private record View(List<Instance> others, Duration ahead, int unreadable, long at) {
        static final View NONE = new View(List.of(), Duration.ZERO, 0, 0);
    }

    /**
     * Knows nobody yet.
     *
     * @param redis runs scripts
     * @param self this gateway as it is now
     * @param timer between two signs of life
     * @param clock of this gateway
     * @param nanoTime time from any origin, in nanoseconds
     */
    InstanceRegistry(
            ServerScripts redis,
            InstanceSettings settings,
            Supplier<Instance> self,
            Timer timer,
            Clock clock,
            LongSupplier nanoTime) {
        this.redis = redis;
        this.settings = settings;
        this.self = self;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.beats = new Repeated(timer, settings.heartbeat(), this::beat);
    }

    /** Gives the first sign of life, or one out of turn: something has changed. */
    void beatNow() {
        beats.now();
    }

    private CompletableFuture<Void> beat() {
        Instance own = self.get();
        long sent = nanoTime.getAsLong();
        return redis.run(
                        BEAT,
                        keys(own),
                        own.epoch(),
                        InstanceText.of(own, clock.instant()),
                        settings.expiry().toMillis(),
                        PREFIX,
                        MOST)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        take(answer, own.epoch(), sent);
                    } else {
                        failed();
                    }
                    return null;
                });
    }

    private static List<String> keys(Instance own) {
        return List.of(INDEX, PREFIX + own.epoch());
    }

    private void take(List<Object> answer, String own, long sent) {
        List<Instance> others = new ArrayList<>();
        long now = (Long) answer.get(0);
        int unreadable = ((Long) answer.get(1)).intValue();
        Duration ahead = Duration.ZERO;
        for (int i = 2; i + PER_INSTANCE <= answer.size(); i += PER_INSTANCE) {
            String epoch = String.valueOf(answer.get(i));
            Optional<Instance> found =
                    InstanceText.read(epoch, String.valueOf(answer.get(i + 2)), (Long) answer.get(i + 1), now);
            if (found.isEmpty()) {
                unreadable++;
            } else if (epoch.equals(own)) {
                ahead = found.get().clockAhead();
            } else {
                others.add(found.get());
            }
        }
        view = new View(List.copyOf(others), ahead, unreadable, sent);
        if (!well) {
            well = true;
            LOG.info(
                    "This gateway is known as {} on Redis, beside {} others",
                    self.get().id(),
                    others.size());
        }
    }

    private void failed() {
        well = false;
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn(
                    "Other gateways do not hear from this one: Redis: {} ({} times so far)",
                    redis.problem().orElse("it answered with an error"),
                    times);
        }
    }

    /**
     * This gateway.
     *
     * @return as it is now
     */
    public Instance self() {
        return self.get();
    }

    /**
     * All gateways that are known to be there, this one among them.
     *
     * @return by id, then by start
     */
    public List<Instance> all() {
        View last = view;
        List<Instance> all = new ArrayList<>();
        all.add(self.get().ahead(last.ahead()));
        Duration age = Duration.ofNanos(nanoTime.getAsLong() - last.at());
        for (Instance other : last.others()) {
            if (other.silence().plus(age).compareTo(settings.expiry()) < 0) {
                all.add(other);
            }
        }
        all.sort(Comparator.comparing(Instance::id).thenComparing(Instance::startedAt));
        return all;
    }

    /**
     * A gateway by its epoch.
     *
     * @param epoch as in {@link Instance#epoch}
     * @return empty if it is not known, or gone
     */
    public Optional<Instance> find(String epoch) {
        return all().stream().filter(each -> each.epoch().equals(epoch)).findFirst();
    }

    /**
     * Why this gateway knows nothing new of the others.
     *
     * @return a few words; empty if it does
     */
    public Optional<String> problem() {
        return well ? Optional.empty() : redis.problem().or(() -> Optional.of("it has not answered yet"));
    }

    /** Values under keys of gateways that were none, in the last answer. */
    int unreadable() {
        return view.unreadable();
    }

    /** Tells the others that this gateway goes, if Redis takes it within a second. */
    @Override
    public void close() {
        beats.close();
        Instance own = self.get();
        try {
            redis.run(LEAVE, keys(own), own.epoch()).get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Redis was not told that this gateway goes; its entry expires", e);
        }
    }
}
