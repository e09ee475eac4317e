package io.mehari.monitoring.metric;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.ManagementInterceptStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Counts the exchanges of each route, under its id, so that a route goes on being counted when its file changes. Stands
 * where JMX would, which the gateway does not have: Camel gives such a counter a place of its own for what it knows of an
 * exchange. Safe for concurrent use.
 */
public final class RouteMeters {
    /** Most routes that are counted. */
    static final int MOST = 2000;

    private final Map<String, RouteMeter> meters = new ConcurrentHashMap<>();
    private final Clock clock;
    private final LongSupplier nanoTime;

    /**
     * Nothing counted yet.
     *
     * @param clock for times shown
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public RouteMeters(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts the routes of a context from now on.
     *
     * @param context whose routes have not been made yet
     */
    public void countIn(CamelContext context) {
        context.addLifecycleStrategy(strategy());
    }

    /** {@return what makes a context count its routes; to be there before them} */
    public LifecycleStrategy strategy() {
        return new LifecycleStrategySupport() {
            @Override
            public void onRouteContextCreate(Route route) {
                if (meters.size() < MOST || meters.containsKey(route.getRouteId())) {
                    RouteMeter meter = meters.computeIfAbsent(route.getRouteId(), id -> new RouteMeter(clock));
                    route.setManagementInterceptStrategy(new OfRoute(meter, nanoTime));
                }
            }
        };
    }

    /**
     * What has been counted of a route.
     *
     * @param route its id
     * @return empty if no such route has been made
     */
    public Optional<RouteCount> of(String route) {
        return Optional.ofNullable(meters.get(route)).map(RouteMeter::count);
    }

    /** Stands around the whole route, and around none of its steps. */
    private record OfRoute(RouteMeter meter, LongSupplier nanoTime) implements ManagementInterceptStrategy {
        @Override
        public InstrumentationProcessor<?> createProcessor(String type) {
            return new Around(meter, nanoTime);
        }

        @Override
        public InstrumentationProcessor<?> createProcessor(NamedNode definition, Processor target) {
            return null;
        }
    }

    /** The state that Camel keeps for it is when the exchange began; null where that is not measured. */
    private static final class Around extends DelegateAsyncProcessor
            implements ManagementInterceptStrategy.InstrumentationProcessor<Long> {
        private final RouteMeter meter;
        private final LongSupplier nanoTime;

        Around(RouteMeter meter, LongSupplier nanoTime) {
            this.meter = meter;
            this.nanoTime = nanoTime;
        }

        @Override
        public void setCounter(Object counter) {
            // has its own
        }

        @Override
        public Long before(Exchange exchange) {
            return meter.isMeasured() ? nanoTime.getAsLong() : null;
        }

        @Override
        public void after(Exchange exchange, Long began) {
            meter.ended(exchange);
            if (began != null) {
                meter.took(nanoTime.getAsLong() - began);
            }
        }

        @Override
        public int getOrder() {
            return LOWEST - 2; // as Camel's own
        }
    }
}
