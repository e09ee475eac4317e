package io.mehari.network;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory.EventExecutorChooser;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Event loops on which a call comes in, goes to its server and gets its response without changing the thread: a
 * connection opened on one of them stays on it, all others take turns. Safe for concurrent use.
 */
public final class SharedLoops implements AutoCloseable {
    private static final int CLOSE_SECONDS = 5;

    private final EventLoopGroup group;
    private volatile boolean closed;

    /**
     * New event loops; each starts its thread when it is first used.
     *
     * @param count number of threads, at least 1
     * @param nativeTransport whether to use epoll where the platform has it
     * @param name first part of the names of the threads
     */
    public SharedLoops(int count, boolean nativeTransport, String name) {
        Executor threads = new ThreadPerTaskExecutor(new LoopThreads(name));
        this.group = nativeTransport && Epoll.isAvailable()
                ? new EpollEventLoopGroup(count, threads, HomeFirst::new, DefaultSelectStrategyFactory.INSTANCE)
                : new NioEventLoopGroup(
                        count,
                        threads,
                        HomeFirst::new,
                        SelectorProvider.provider(),
                        DefaultSelectStrategyFactory.INSTANCE);
    }

    /**
     * The loops themselves.
     *
     * @return not to be shut down by the caller
     */
    public EventLoopGroup group() {
        return group;
    }

    /**
     * Whether they use epoll, which their channels then must use too.
     *
     * @return false for NIO
     */
    public boolean epoll() {
        return group instanceof EpollEventLoopGroup;
    }

    /**
     * How many loops have ended although nobody closed them: an error came out of the loop itself. Their connections hang.
     *
     * @return their number; 0 once this is closed
     */
    public int ended() {
        int ended = 0;
        for (EventExecutor loop : group) {
            ended += loop.isShuttingDown() ? 1 : 0;
        }
        return closed ? 0 : ended;
    }

    /**
     * Ends what the loops are doing at the moment: whatever they do afterwards, they have begun after this was called.
     *
     * @return ends when each loop has been at the end of a task; never exceptionally
     */
    public CompletableFuture<Void> pass() {
        List<CompletableFuture<Void>> passed = new ArrayList<>();
        for (EventExecutor loop : group) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            passed.add(end);
            try {
                loop.execute(() -> end.complete(null));
            } catch (RejectedExecutionException e) {
                end.complete(null); // it has ended, and does nothing any more
            }
        }
        return CompletableFuture.allOf(passed.toArray(CompletableFuture[]::new));
    }

    /** Ends the threads and drops the tasks left on them. Waits up to 5 s. */
    @Override
    public void close() {
        closed = true;
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** The calling thread's own loop, or the next one if it has none. */
    private static final class HomeFirst implements EventExecutorChooser {
        private final EventExecutor[] loops;
        private final AtomicInteger turn = new AtomicInteger();

        HomeFirst(EventExecutor[] loops) {
            this.loops = loops;
        }

        @Override
        public EventExecutor next() {
            for (EventExecutor loop : loops) {
                if (loop.inEventLoop()) {
                    return loop;
                }
            }
            return loops[Math.floorMod(turn.getAndIncrement(), loops.length)];
        }
    }
}
