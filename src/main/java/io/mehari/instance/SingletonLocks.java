package io.mehari.instance;

import io.mehari.redis.ServerScripts;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The locks of this gateway, each for something that only one gateway does at a time. Safe for concurrent use. */
public final class SingletonLocks implements AutoCloseable {
    private final String epoch;
    private final ServerScripts redis;
    private final Duration lease;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final Map<String, SingletonLock> locks = new TreeMap<>();

    /**
     * None yet.
     *
     * @param epoch of this gateway
     * @param redis runs scripts
     * @param lease how long one is held without being renewed
     * @param timer between two renewals
     * @param nanoTime time from any origin, in nanoseconds
     */
    SingletonLocks(String epoch, ServerScripts redis, Duration lease, Timer timer, LongSupplier nanoTime) {
        this.epoch = epoch;
        this.redis = redis;
        this.lease = lease;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /**
     * A lock, which this gateway competes for from now on.
     *
     * @param name what it is for: of {@code a-z}, {@code 0-9} and hyphens
     * @return the same for the same name
     */
    public synchronized SingletonLock of(String name) {
        return locks.computeIfAbsent(name, missing -> {
            SingletonLock lock = new SingletonLock(missing, epoch, redis, lease, timer, nanoTime);
            lock.start();
            return lock;
        });
    }

    /** All that were asked for, by name. */
    synchronized List<SingletonLock> all() {
        return new ArrayList<>(locks.values());
    }

    /** Gives all back. */
    @Override
    public void close() {
        all().forEach(SingletonLock::close);
    }
}
