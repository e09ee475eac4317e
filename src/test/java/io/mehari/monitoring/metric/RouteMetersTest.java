package io.mehari.monitoring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RouteMetersTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final AtomicLong now = new AtomicLong();
    private final RouteMeters meters = new RouteMeters(Clock.fixed(NOON, ZoneOffset.UTC), now::get);

    @Test
    void countsWhatEndsAndWhatFailsWithTheLastFailure() throws Exception {
        try (DefaultCamelContext context = contextWith(2_000_000)) {
            for (int i = 0; i < 3; i++) {
                context.createProducerTemplate().sendBody("direct:work", "fine");
            }
            context.createProducerTemplate()
                    .send("direct:work", exchange -> exchange.getMessage().setBody("bad"));
        }
        RouteCount count = meters.of("work").orElseThrow();
        assertThat(count.total()).isEqualTo(4);
        assertThat(count.failed()).isEqualTo(1);
        assertThat(count.lastFailure()).contains(NOON);
        assertThat(count.lastText()).isEqualTo("IllegalArgumentException: it is bad");
        assertThat(count.mean()).isEqualTo(2.0);
        assertThat(count.measured()).isEqualTo(4);
    }

    @Test
    void aRouteThatFailsInsideIsCountedThereAndNotWhereThatIsDealtWith() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            meters.countIn(context);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:outer")
                            .routeId("outer")
                            .onException(IllegalStateException.class)
                            .handled(true)
                            .end()
                            .to("direct:inner");
                    from("direct:inner")
                            .routeId("inner")
                            .errorHandler(noErrorHandler())
                            .throwException(new IllegalStateException("x"));
                }
            });
            context.start();
            context.createProducerTemplate().sendBody("direct:outer", "x");
        }
        assertThat(meters.of("inner").orElseThrow().failed()).isEqualTo(1);
        assertThat(meters.of("outer").orElseThrow().failed()).isZero();
        assertThat(meters.of("outer").orElseThrow().total()).isEqualTo(1);
    }

    @Test
    void goesOnCountingInTheNextContext() throws Exception {
        for (int generation = 0; generation < 2; generation++) {
            try (DefaultCamelContext context = contextWith(1_000_000)) {
                context.createProducerTemplate().sendBody("direct:work", "fine");
            }
        }
        assertThat(meters.of("work").orElseThrow().total()).isEqualTo(2);
        assertThat(meters.of("none")).isEmpty();
    }

    @Test
    void measuresAllOfTheFirstAndOneIn32OfTheRestByLot() {
        RouteMeter meter = new RouteMeter(Clock.systemUTC());
        for (int i = 0; i < RouteMeter.KEPT; i++) {
            assertThat(meter.isMeasured()).isTrue();
            meter.took(1);
        }
        long measured = java.util.stream.IntStream.range(0, 64_000)
                .filter(i -> meter.isMeasured())
                .count();
        // 2,000 are likely; nine standard deviations to each side
        assertThat(measured).isBetween(1_600L, 2_400L);
    }

    @Test
    void keepsTheNewestDurations() {
        RouteMeter meter = new RouteMeter(Clock.systemUTC());
        for (int i = 1; i <= 2 * RouteMeter.KEPT; i++) {
            meter.took(Duration.ofMillis(i).toNanos());
        }
        assertThat(meter.count().measured()).isEqualTo(RouteMeter.KEPT);
        assertThat(meter.count().mean()).isEqualTo(384.5);
        assertThat(meter.count().p95()).isEqualTo(500.0);
    }

    @Test
    @ChangesBehaviour("mehari.metrics.routes")
    void switchedOffThereIsNothingThatCounts() {
        for (boolean on : new boolean[] {true, false}) {
            MetricSettings settings = new MetricSettings(Duration.ofSeconds(60), 500, false, on);
            assertThat(new MetricConfiguration().routeMeters(settings, Clock.systemUTC()) != null)
                    .isEqualTo(on);
        }
    }

    private DefaultCamelContext contextWith(long nanos) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        meters.countIn(context);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:work").routeId("work").process(exchange -> {
                    now.addAndGet(nanos);
                    if ("bad".equals(exchange.getMessage().getBody())) {
                        throw new IllegalArgumentException("it is bad");
                    }
                });
            }
        });
        context.start();
        return context;
    }
}
