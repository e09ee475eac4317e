package io.mehari.monitoring.metric;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * How long calls are in each route, where {@code mehari.metrics.stages} asks for it; the time in a route includes that in the
 * routes it calls. Safe for concurrent use.
 */
public final class StageMeters implements MetricSource {
    /** Most routes that are told apart. */
    private static final int MOST = 500;

    private final Map<String, Histogram> routes = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /**
     * Nothing measured yet.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public StageMeters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** {@return what is added to a Camel context, before its routes, to measure them} */
    public RoutePolicyFactory policies() {
        return (context, routeId, route) -> new Stage(routeId, of(routeId));
    }

    private Histogram of(String route) {
        boolean known = routes.containsKey(route) || routes.size() < MOST;
        return routes.computeIfAbsent(known ? route : CallMeters.OTHER, made -> new Histogram());
    }

    @Override
    public void read(MetricSamples samples) {
        routes.forEach((route, durations) -> samples.add(GatewayMetric.STAGE_DURATION, durations.snapshot(), route));
    }

    /** One route. When a call came in is kept with the call. */
    private final class Stage extends RoutePolicySupport implements RoutePolicy {
        private final String begun;
        private final Histogram durations;

        Stage(String route, Histogram durations) {
            this.begun = "mehariStage-" + route;
            this.durations = durations;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            exchange.setProperty(begun, nanoTime.getAsLong());
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.removeProperty(begun) instanceof Long at) {
                durations.record(nanoTime.getAsLong() - at);
            }
        }
    }
}
