package io.mehari.routes;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.component.netty.http.NettyHttpConfiguration;
import org.apache.camel.component.netty.http.NettyHttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of {@code endpoint/} and {@code maintenance/} as they were made of one state of their files. The first set
 * lives in the application's own Camel context, each further one in a context of its own. Changed by one thread at a time.
 */
final class FixedSet {
    private static final Logger LOG = LoggerFactory.getLogger(FixedSet.class);

    /** Longest time for what is under way once the routes are stopped. */
    private static final Duration STOP = Duration.ofSeconds(5);

    private final int number;
    private final List<RouteFile> files;
    private final String fingerprint;
    private final DefaultCamelContext context;
    private final List<String> ids;
    private final CountDownLatch hurried = new CountDownLatch(1);

    /** Kept, since the routes go before the set does. */
    private Set<String> addresses = Set.of();

    /**
     * The set of a context whose routes have been loaded.
     *
     * @param number counts sets from 1
     * @param files what it was made of
     * @param context its routes are those of the set
     */
    FixedSet(int number, List<RouteFile> files, DefaultCamelContext context) {
        this.number = number;
        this.files = files;
        this.fingerprint = RouteFiles.fingerprint(files);
        this.context = context;
        this.ids = context.getRouteDefinitions().stream()
                .map(route -> route.getId())
                .toList();
    }

    int number() {
        return number;
    }

    String fingerprint() {
        return fingerprint;
    }

    /** What it was made of. */
    List<RouteFile> files() {
        return files;
    }

    DefaultCamelContext context() {
        return context;
    }

    /** Whether the context ends with the set. */
    boolean isOwn() {
        return number > 1;
    }

    /** The routes there are; not those whose {@code precondition} says no. */
    List<Route> routes() {
        return context.getRoutes().stream()
                .filter(route -> ids.contains(route.getRouteId()))
                .toList();
    }

    /** Whether a route receives requests of the data plane. */
    static boolean isIngress(Route route) {
        return route.getEndpoint() instanceof NettyHttpEndpoint endpoint && endpoint.getNettySharedHttpServer() != null;
    }

    /** Hosts and ports that its ingress routes name, which only say where the gateway listens. */
    synchronized Set<String> addresses() {
        if (addresses.isEmpty()) {
            Set<String> found = new TreeSet<>();
            routes().stream().filter(FixedSet::isIngress).forEach(route -> found.add(addressOf(route)));
            addresses = found;
        }
        return addresses;
    }

    static String addressOf(Route route) {
        NettyHttpConfiguration settings = ((NettyHttpEndpoint) route.getEndpoint()).getConfiguration();
        return settings.getHost() + ":" + settings.getPort();
    }

    /**
     * Works off what is under way and ends the routes. Blocks until then. In the application's own context that has been
     * hurried nothing is done: it ends its routes itself.
     *
     * @param limit longest wait for calls, streams and queues
     * @param last limit once the gateway ends
     */
    void end(Duration limit, Duration last) {
        DrainingShutdown.drain(context, title(), () -> WaitingMessages.ofRoutes(context, ids), limit, hurried);
        boolean ends = hurried.getCount() == 0;
        if (isOwn()) {
            stop(ends ? last : STOP);
        } else if (!ends) {
            removeRoutes();
        }
    }

    /** The gateway ends: {@link #end} waits no longer. */
    void hurry() {
        hurried.countDown();
    }

    /**
     * Ends the routes and their context: new requests are rejected, what is under way may end.
     *
     * @param limit longest wait for that
     */
    void stop(Duration limit) {
        ShutdownStrategy strategy = context.getShutdownStrategy();
        strategy.setTimeUnit(TimeUnit.MILLISECONDS);
        strategy.setTimeout(limit.toMillis());
        try {
            GenerationBuilder.stop(context);
        } catch (RuntimeException e) {
            LOG.warn("{} did not stop cleanly: {}", title(), e.getMessage());
        }
    }

    private void removeRoutes() {
        List<AutoCloseable> beans = RouteFileBeans.closeable(context);
        for (String id : ids) {
            try {
                context.getRouteController().stopRoute(id, STOP.toSeconds(), TimeUnit.SECONDS);
                context.removeRoute(id);
            } catch (Exception e) {
                LOG.warn("Route {} of {} did not stop cleanly: {}", id, title(), e.getMessage());
            }
        }
        RouteFileBeans.close(beans);
    }

    private String title() {
        return "Set " + number + " of the routes in endpoint/ and maintenance/";
    }
}
