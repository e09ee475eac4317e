package io.mehari.redis;

import io.mehari.text.LogThrottle;
import io.mehari.thread.GatewayThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Redis. It is made beside the start, which never waits for it, and tried again until it is there; from then on the
 * client itself connects again. Safe for concurrent use.
 */
public final class RedisConnection implements AutoCloseable {
    /** Longest time that a command may take, and an attempt to connect. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 8;
    private static final int THREADS = 2;

    private final RedisSettings settings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final LogThrottle failures = new LogThrottle();
    private final List<Consumer<RedissonClient>> waiting = new ArrayList<>();
    private final Thread thread;
    private volatile RedissonClient client;
    private volatile String problem = "not connected yet";

    private RedisConnection(RedisSettings settings) {
        this.settings = settings;
        this.thread = new GatewayThread(this::connect, "mehari-redis-connect");
    }

    /**
     * Begins to connect, on a thread that ends once it is connected.
     *
     * @param settings with a url
     * @return at once
     */
    public static RedisConnection begin(RedisSettings settings) {
        RedisConnection connection = new RedisConnection(settings);
        connection.thread.start();
        return connection;
    }

    /**
     * The client.
     *
     * @return empty until it has connected for the first time, and after {@link #close()}; its commands must be asynchronous ones
     */
    public Optional<RedissonClient> client() {
        return Optional.ofNullable(client);
    }

    /**
     * What keeps it from being connected for the first time.
     *
     * @return a few words without anything secret; empty once it has been connected
     */
    public Optional<String> problem() {
        return client == null ? Optional.of(problem) : Optional.empty();
    }

    /**
     * Has something done as soon as it is connected for the first time.
     *
     * @param action is given the client, on the thread that connects, or at once on the calling one
     */
    public void whenConnected(Consumer<RedissonClient> action) {
        synchronized (waiting) {
            if (client == null) {
                waiting.add(action);
                return;
            }
        }
        action.accept(client);
    }

    /** Ends all connections, within a few seconds. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RedissonClient last = client;
        client = null;
        if (last != null) {
            last.shutdown(0, CLOSE_WITHIN.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void connect() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!isConnected() && !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                Duration next = pause.multipliedBy(2);
                pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One attempt. */
    private boolean isConnected() {
        RedissonClient made;
        try {
            made = Redisson.create(config());
        } catch (RuntimeException e) {
            problem = RedisFailures.text(e);
            LOG.debug("Redis cannot be used", e);
            long times = failures.occurred();
            if (times > 0) {
                LOG.warn(
                        "Redis at {} cannot be used: {}; it is tried again ({} attempts so far)",
                        settings.address(),
                        problem,
                        times);
            }
            return false;
        }
        if (closing.getCount() == 0) {
            made.shutdown(0, CLOSE_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } else {
            connected(made);
        }
        return true;
    }

    private void connected(RedissonClient made) {
        List<Consumer<RedissonClient>> actions;
        synchronized (waiting) {
            client = made;
            actions = List.copyOf(waiting);
            waiting.clear();
        }
        LOG.info("Connected to Redis at {}", settings.address());
        actions.forEach(action -> action.accept(made));
    }

    /** Nothing is sent twice and nothing waits for long: whoever asks has other ways. */
    private Config config() {
        Config config = new Config();
        config.setCodec(ByteArrayCodec.INSTANCE);
        config.setThreads(THREADS);
        config.setNettyThreads(THREADS);
        config.useSingleServer()
                .setAddress(settings.address())
                .setDatabase(settings.database())
                .setUsername(settings.username().isBlank() ? null : settings.username())
                .setPassword(settings.password().isBlank() ? null : settings.password())
                .setConnectionPoolSize(CONNECTIONS)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(2)
                .setConnectTimeout((int) LIMIT.toMillis())
                .setTimeout((int) LIMIT.toMillis())
                .setRetryAttempts(0);
        return config;
    }
}
