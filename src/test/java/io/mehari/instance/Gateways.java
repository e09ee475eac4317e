package io.mehari.instance;

import static org.awaitility.Awaitility.await;

import io.mehari.event.GatewayEvents;
import io.mehari.notification.Notification;
import io.mehari.notification.NotificationSettings;
import io.mehari.notification.Notifier;
import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisSettings;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gateways of a test: those parts of them that know each other over a real Redis, with short times. Closed together. */
final class Gateways implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final Duration BEAT = Duration.ofMillis(100);
    static final Duration EXPIRY = Duration.ofSeconds(2);
    static final Duration LEASE = Duration.ofSeconds(1);

    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final List<AutoCloseable> open = new ArrayList<>();
    private int started;

    /** One gateway. */
    static final class One {
        final GatewayEvents events = new GatewayEvents();
        final Notifier notifier;
        Instances instances;
        volatile String routes = "0".repeat(64);
        final List<Notification> told = new ArrayList<>();

        One(Clock clock) {
            notifier = new Notifier(
                    events, new NotificationSettings(Duration.ofMillis(100), 100_000, 10, false), () -> false, clock);
        }

        /** Texts of what was told so far, as every subscriber gets them. */
        List<String> told() {
            told.addAll(notifier.take());
            return told.stream().map(Notification::text).toList();
        }

        List<String> others() {
            return instances.all().stream()
                    .map(Instance::id)
                    .filter(id -> !id.equals(instances.self().id()))
                    .toList();
        }
    }

    Timer timer() {
        return timer;
    }

    /** One that is connected. */
    One start(String id, String redis) {
        return start(id, connected(redis), Clock.systemUTC(), 1000);
    }

    One start(String id, RedisConnection redis, Clock clock, int eventQueue) {
        One one = new One(clock);
        InstanceSettings settings = new InstanceSettings(true, id, "", BEAT, EXPIRY, LEASE, eventQueue);
        InstanceIdentity identity =
                new InstanceIdentity(id, String.format("%016x", ++started), "http://127.0.0.1:1", Instant.EPOCH);
        one.instances = Instances.begin(
                redis,
                settings,
                () -> identity.instance(one.routes),
                one.events,
                Optional.of(one.notifier),
                timer,
                clock,
                System::nanoTime);
        open.add(0, one.instances);
        return one;
    }

    RedisConnection connected(String redis) {
        RedisConnection connection = connection(redis, "");
        await().atMost(LIMIT).until(() -> connection.client().isPresent());
        return connection;
    }

    RedisConnection connection(String redis, String password) {
        RedisConnection connection = RedisConnection.begin(new RedisSettings(redis, "", password));
        open.add(0, connection);
        return connection;
    }

    <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        timer.stop();
    }
}
