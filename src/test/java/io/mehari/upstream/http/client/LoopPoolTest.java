package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.network.SharedLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopPoolTest {
    private static final Object ORIGIN = "http://localhost";
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final SharedLoops loops = new SharedLoops(2, false, "mehari-test-loop");
    private final HashedWheelTimer timer = new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true));
    private final List<EventLoop> each = eachLoop();
    private final Channel server = new ServerBootstrap()
            .group(loops.group())
            .channel(NioServerSocketChannel.class)
            .childHandler(new Nothing())
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();

    @AfterEach
    void end() {
        loops.close();
        timer.stop();
    }

    @Test
    void givesEachLoopAConnectionOfItsOwn() throws Exception {
        LoopPool pool = pool(10);
        Channel first = unused(pool, each.get(0));
        Channel second = unused(pool, each.get(1));

        assertThat(on(each.get(1), () -> pool.poll(ORIGIN))).isSameAs(second);
        assertThat(on(each.get(0), () -> pool.poll(ORIGIN))).isSameAs(first);
    }

    @Test
    void letsALoopWithoutConnectionOpenOneWhileThereAreFew() throws Exception {
        LoopPool pool = pool(10);
        unused(pool, each.get(0));

        assertThat(on(each.get(1), () -> pool.poll(ORIGIN))).isNull();
    }

    @Test
    void givesAwayConnectionsOfOtherLoopsWhenThereAreEnough() throws Exception {
        LoopPool pool = pool(1);
        Channel only = unused(pool, each.get(0));

        assertThat(on(each.get(1), () -> pool.poll(ORIGIN))).isSameAs(only);
    }

    @Test
    void countsConnectionsOnlyWhileTheyAreOpen() throws Exception {
        LoopPool pool = pool(2);
        unused(pool, each.get(0));
        unused(pool, each.get(0)).close().sync();

        assertThat(on(each.get(1), () -> pool.poll(ORIGIN))).isNull();
    }

    @Test
    void givesAnyConnectionToThreadsThatAreNoLoop() throws Exception {
        LoopPool pool = pool(10);
        Channel only = unused(pool, each.get(1));

        assertThat(pool.poll(ORIGIN)).isSameAs(only);
        assertThat(pool.poll(ORIGIN)).isNull();
    }

    @Test
    void neverGivesOutAConnectionThatIsOlderThanItMayBe() throws Exception {
        AtomicLong now = new AtomicLong();
        LoopPool pool = new LoopPool(loops.group(), timer, 10, IDLE, now::get);
        Channel old = unused(pool, each.get(0));
        now.addAndGet(IDLE.toNanos() / 2);
        Channel young = unused(pool, each.get(0));
        now.addAndGet(IDLE.toNanos() / 2 + 1);

        assertThat(on(each.get(0), () -> pool.poll(ORIGIN))).isSameAs(young);
        assertThat(on(each.get(0), () -> pool.poll(ORIGIN))).isNull();
        assertThat(old.closeFuture().await(10_000)).isTrue();
        assertThat(young.isOpen()).isTrue();
    }

    @Test
    void givesOutAConnectionOnlyWhileItsServerKeepsIt() throws Exception {
        AtomicLong now = new AtomicLong();
        LoopPool pool = new LoopPool(loops.group(), timer, 10, IDLE, now::get);
        LoopPool.responded(unused(pool, each.get(0)), "max=100, Timeout=3");
        Channel other = unused(pool, each.get(0));
        LoopPool.responded(other, "max=100");
        now.addAndGet(Duration.ofSeconds(2).toNanos() + 1);

        assertThat(on(each.get(0), () -> pool.poll(ORIGIN))).isSameAs(other);
        assertThat(on(each.get(0), () -> pool.poll(ORIGIN))).isNull();
    }

    @Test
    void givesOutNoneOfTheConnectionsThatWereThereWhenOneWasLost() throws Exception {
        AtomicLong now = new AtomicLong();
        LoopPool pool = new LoopPool(loops.group(), timer, 10, IDLE, now::get);
        Channel unused = unused(pool, each.get(0));
        Channel used = unused(pool, each.get(1));
        assertThat(on(each.get(1), () -> pool.poll(ORIGIN))).isSameAs(used);
        now.incrementAndGet();
        pool.distrust();
        now.incrementAndGet();
        assertThat(pool.offer(used, ORIGIN)).isTrue();
        Channel later = unused(pool, each.get(0));

        assertThat(on(each.get(0), () -> pool.poll(ORIGIN))).isSameAs(later);
        assertThat(on(each.get(0), () -> pool.poll(ORIGIN))).isNull();
        assertThat(on(each.get(1), () -> pool.poll(ORIGIN))).isNull();
        assertThat(unused.closeFuture().await(10_000)).isTrue();
        assertThat(used.closeFuture().await(10_000)).isTrue();
    }

    @Test
    void opensOnTheLoopThatAsks() throws Exception {
        for (EventLoop loop : each) {
            assertThat(on(loop, () -> loops.group().next())).isSameAs(loop);
        }
    }

    private LoopPool pool(int connections) {
        return new LoopPool(loops.group(), timer, connections, IDLE);
    }

    private Channel unused(LoopPool pool, EventLoop loop) throws InterruptedException {
        SocketAddress address = server.localAddress();
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new Nothing())
                .connect(address)
                .sync()
                .channel();
        pool.opening(channel);
        assertThat(pool.offer(channel, ORIGIN)).isTrue();
        return channel;
    }

    private static <T> T on(EventLoop loop, Callable<T> action) throws Exception {
        return loop.submit(action).get();
    }

    private List<EventLoop> eachLoop() {
        List<EventLoop> found = new ArrayList<>();
        loops.group().forEach(loop -> found.add((EventLoop) loop));
        return found;
    }

    /** Neither reads nor writes. */
    private static final class Nothing extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            // A connection that stays unused needs no handlers.
        }
    }
}
