package io.mehari.upstream.http.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.AttributeKey;
import io.netty.util.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asynchttpclient.channel.ChannelPool;
import org.asynchttpclient.netty.channel.DefaultChannelPool;

/**
 * The unused connections to one server, kept apart by event loop: a caller on one of the loops gets one of that loop,
 * so that neither request nor answer changes the thread. Safe for concurrent use.
 */
final class LoopPool implements ChannelPool {
    private static final Duration UNLIMITED = Duration.ofMillis(-1);
    private static final Duration CLEANED = Duration.ofMillis(500);
    private static final AttributeKey<Long> LONGEST = AttributeKey.valueOf(LoopPool.class, "server keeps it");
    private static final Pattern TIMEOUT = Pattern.compile("timeout\\s*=\\s*(\\d{1,9})", Pattern.CASE_INSENSITIVE);
    private static final AttributeKey<Long> SINCE = AttributeKey.valueOf(LoopPool.class, "unused since");
    private static final AttributeKey<Long> OPENED = AttributeKey.valueOf(LoopPool.class, "opened at");

    private final Map<EventExecutor, ChannelPool> pools = new LinkedHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final int connections;
    private final Duration idle;
    private final LongSupplier nanos;
    private volatile long trusted;

    /**
     * An empty pool.
     *
     * @param connections how many open connections there are before one of another loop is used, rather than a new
     *     one opened on the caller's
     * @param idle how long an unused connection is kept; one that is older is never given out, whenever it is closed
     */
    LoopPool(EventLoopGroup loops, Timer timer, int connections, Duration idle) {
        this(loops, timer, connections, idle, System::nanoTime);
    }

    /** As the other, with a clock of its own. */
    LoopPool(EventLoopGroup loops, Timer timer, int connections, Duration idle, LongSupplier nanos) {
        this.connections = connections;
        this.idle = idle;
        this.nanos = nanos;
        this.trusted = nanos.getAsLong();
        Duration cleaned = CLEANED.compareTo(idle) < 0 ? CLEANED : idle;
        loops.forEach(loop -> pools.put(loop, new DefaultChannelPool(idle, UNLIMITED, timer, cleaned)));
    }

    /** A connection is being opened. */
    void opening(Channel channel) {
        open.incrementAndGet();
        channel.attr(OPENED).set(nanos.getAsLong());
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
    }

    /**
     * The server has closed a connection before its answer, so it may have ended, and its other connections with it: none that is
     * there now is given out any more. What is written on one before its end is noticed has an unknown outcome, on a new one it
     * was never sent.
     */
    void distrust() {
        trusted = nanos.getAsLong();
    }

    @Override
    public boolean offer(Channel channel, Object origin) {
        channel.attr(SINCE).set(nanos.getAsLong());
        return pools.get(channel.eventLoop()).offer(channel, origin);
    }

    @Override
    public Channel poll(Object origin) {
        for (Map.Entry<EventExecutor, ChannelPool> pool : pools.entrySet()) {
            if (pool.getKey().inEventLoop()) {
                Channel own = poll(pool.getValue(), origin);
                return own == null && open.get() >= connections ? any(origin) : own;
            }
        }
        return any(origin);
    }

    private Channel any(Object origin) {
        Channel found = null;
        for (ChannelPool pool : pools.values()) {
            if (found == null) {
                found = poll(pool, origin);
            }
        }
        return found;
    }

    /**
     * A connection that is trusted and has not been unused for too long: its server may be closing it, and a request written then
     * ends in an unknown outcome.
     */
    private Channel poll(ChannelPool pool, Object origin) {
        Channel found = pool.poll(origin);
        while (found != null && !isGood(found)) {
            found.close();
            found = pool.poll(origin);
        }
        return found;
    }

    private boolean isGood(Channel channel) {
        return nanos.getAsLong() - channel.attr(SINCE).get() <= longest(channel)
                && channel.attr(OPENED).get() - trusted >= 0;
    }

    /** How long a connection may be unused: no longer than a second before its server closes it, where that says so. */
    private long longest(Channel channel) {
        Long said = channel.attr(LONGEST).get();
        return said == null ? idle.toNanos() : Math.min(idle.toNanos(), said);
    }

    /**
     * A response has come on a connection.
     *
     * @param keepAlive its header {@code Keep-Alive}, such as {@code timeout=5}; null if it has none
     */
    static void responded(Channel channel, String keepAlive) {
        if (keepAlive != null) {
            Matcher timeout = TIMEOUT.matcher(keepAlive);
            if (timeout.find()) {
                channel.attr(LONGEST).set(TimeUnit.SECONDS.toNanos(Long.parseLong(timeout.group(1)) - 1));
            }
        }
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
