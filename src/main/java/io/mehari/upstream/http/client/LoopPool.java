package io.mehari.upstream.http.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.asynchttpclient.channel.ChannelPool;
import org.asynchttpclient.netty.channel.DefaultChannelPool;

/**
 * The unused connections to one server, kept apart by event loop: a caller on one of the loops gets one of that loop,
 * so that neither request nor answer changes the thread. Safe for concurrent use.
 */
final class LoopPool implements ChannelPool {
    private static final Duration UNLIMITED = Duration.ofMillis(-1);

    private final Map<EventExecutor, ChannelPool> pools = new LinkedHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final int connections;

    /**
     * An empty pool.
     *
     * @param connections how many open connections there are before one of another loop is used, rather than a new
     *     one opened on the caller's
     * @param idle how long an unused connection is kept
     */
    LoopPool(EventLoopGroup loops, Timer timer, int connections, Duration idle) {
        this.connections = connections;
        loops.forEach(loop -> pools.put(loop, new DefaultChannelPool(idle, UNLIMITED, timer, idle)));
    }

    /** A connection is being opened. */
    void opening(Channel channel) {
        open.incrementAndGet();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
    }

    @Override
    public boolean offer(Channel channel, Object origin) {
        return pools.get(channel.eventLoop()).offer(channel, origin);
    }

    @Override
    public Channel poll(Object origin) {
        for (Map.Entry<EventExecutor, ChannelPool> pool : pools.entrySet()) {
            if (pool.getKey().inEventLoop()) {
                Channel own = pool.getValue().poll(origin);
                return own == null && open.get() >= connections ? any(origin) : own;
            }
        }
        return any(origin);
    }

    private Channel any(Object origin) {
        Channel found = null;
        for (ChannelPool pool : pools.values()) {
            if (found == null) {
                found = pool.poll(origin);
            }
        }
        return found;
    }

    @Override
    public boolean removeAll(Channel channel) {
        return pools.get(channel.eventLoop()).removeAll(channel);
    }

    @Override
    public boolean isOpen() {
        return pools.values().stream().allMatch(ChannelPool::isOpen);
    }

    @Override
    public void destroy() {
        pools.values().forEach(ChannelPool::destroy);
    }

    @Override
    public void flushPartitions(Predicate<Object> origins) {
        pools.values().forEach(pool -> pool.flushPartitions(origins));
    }

    @Override
    public Map<String, Long> getIdleChannelCountPerHost() {
        Map<String, Long> counts = new LinkedHashMap<>();
        pools.values()
                .forEach(pool -> pool.getIdleChannelCountPerHost()
                        .forEach((host, count) -> counts.merge(host, count, Long::sum)));
        return counts;
    }
}
