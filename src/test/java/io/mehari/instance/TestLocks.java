package io.mehari.instance;

import static org.awaitility.Awaitility.await;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.ServerScripts;
import io.mehari.support.ManualTimer;

/** Locks of several gateways on one Redis whose processes stand still unless the test says otherwise. */
public final class TestLocks implements AutoCloseable {
    private final Gateways gateways = new Gateways();
    private final String url;

    /** None yet. */
    public TestLocks(String url) {
        this.url = url;
    }

    /** A lock with the time of its gateway, which does not go on: it believes to hold what it once held. */
    public record One(SingletonLock lock, ManualTimer time) {}

    /** A lock that a gateway holds. */
    public One held(String epoch) {
        RedisConnection connection = gateways.connected(url);
        ManualTimer time = new ManualTimer();
        SingletonLock lock =
                new SingletonLock("work", epoch, new ServerScripts(connection), Gateways.LEASE, time, time::nanoTime);
        await().atMost(Gateways.LIMIT).until(() -> {
            lock.start();
            return lock.isHeld();
        });
        return new One(lock, time);
    }

    /** The lock of another gateway, once the lease of the one before has ended. */
    public One taken(String epoch, One before) {
        One next = held(epoch);
        if (!before.lock().isHeld()) {
            throw new IllegalStateException("The gateway that stands still has noticed");
        }
        return next;
    }

    /** A gateway among others, whose time goes on. */
    public Instances gateway(String id) {
        return gateways.start(id, url).instances;
    }

    @Override
    public void close() throws Exception {
        gateways.close();
    }
}
