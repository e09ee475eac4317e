package io.mehari.monitoring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class StageMetersTest {
    private final AtomicLong now = new AtomicLong();
    private final StageMeters stages = new StageMeters(now::get);

    @Test
    void measuresTheTimeInEachRouteWithThatOfTheRoutesItCalls() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutePolicyFactory(stages.policies());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:outer")
                            .routeId("outer")
                            .process(e -> now.addAndGet(1_000_000))
                            .to("direct:inner");
                    from("direct:inner").routeId("inner").process(e -> now.addAndGet(2_000_000));
                }
            });
            context.start();
            context.createProducerTemplate().sendBody("direct:outer", "x");
            MetricSamples samples = new MetricSamples();
            stages.read(samples);
            var measured = samples.histograms(GatewayMetric.STAGE_DURATION);
            assertThat(measured.get(List.of("outer")).sum()).isEqualTo(0.003);
            assertThat(measured.get(List.of("inner")).sum()).isEqualTo(0.002);
            assertThat(measured.get(List.of("inner")).count()).isEqualTo(1);
        }
    }
}
