package io.mehari.routes;

import io.mehari.component.generation.Generation;
import io.mehari.thread.GatewayThread;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generations that have not been stopped yet: the one that serves, and those that still drain. Safe for concurrent use. */
final class StartedGenerations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartedGenerations.class);

    /** Longest wait for calls of a retired generation, which the watchdog ends before, and then for its queues. */
    private static final long DRAIN_MINUTES = 30;

    private final Set<Generation> started = ConcurrentHashMap.newKeySet();

    /** One has been started. */
    void add(Generation generation) {
        started.add(generation);
    }

    /** Starts the clocks of one that serves; what does not start is logged and listed as odd. */
    static void startClocks(DefaultCamelContext context, RouteHolds holds) {
        RouteOrigins origins = RouteOrigins.of(context);
        List<String> problems = RouteSources.startClocks(context, origins, holds).stream()
                .map(Placeholders.of(context)::hide)
                .toList();
        problems.forEach(late -> LOG.error("{}", late));
        origins.warn(problems);
    }

    /** Another one serves: ends this one, on a thread of its own, when its last call has left. */
    void retire(Generation old) {
        RouteSources.stopClocks(old.context());
        Executor stopper = task -> {
            new GatewayThread(task, "mehari-generation-" + old.number() + "-stop").start();
        };
        old.retire()
                .orTimeout(DRAIN_MINUTES, TimeUnit.MINUTES)
                .whenCompleteAsync((drained, late) -> end(old, late == null), stopper);
    }

    /** Works off first what waits in its queues, unless calls are stuck in it. */
    private void end(Generation old, boolean drained) {
        if (drained) {
            DrainingShutdown.of(old.context()).drain(Duration.ofMinutes(DRAIN_MINUTES));
        }
        stop(old);
    }

    private void stop(Generation generation) {
        try {
            GenerationBuilder.stop(generation.context());
        } catch (RuntimeException e) {
            LOG.warn("{} did not stop cleanly: {}", generation.context().getName(), e.getMessage());
        }
        started.remove(generation);
    }

    /** Stops all of them, within some seconds each. */
    @Override
    public void close() {
        List<Generation> left = List.copyOf(started);
        left.forEach(generation -> DrainingShutdown.of(generation.context()).hurry());
        left.forEach(this::stop);
    }
}
