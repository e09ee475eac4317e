package io.mehari.monitoring.diagnostics;

import io.mehari.monitoring.Heartbeats;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.metric.MonitorSettings;
import io.mehari.monitoring.metric.ValueWindows;
import io.mehari.monitoring.prediction.FailurePrediction;
import io.mehari.monitoring.sample.SystemSampler;
import io.mehari.monitoring.sample.SystemSampler.Look;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of the route {@code system-sample}; what one has found is the body of the next. */
@Configuration(proxyBeanMethods = false)
class SampleStepsConfiguration {
    /** Health tells if it is not done any more. The route ends here where nothing is to be measured. */
    @Bean
    Processor systemSample(
            SystemSampler sampler,
            OutputChecks outputs,
            ValueWindows values,
            Heartbeats heartbeats,
            MonitorSettings monitor) {
        SampleWindows windows = new SampleWindows(values);
        return exchange -> {
            heartbeats.beat("system-sample");
            if (!monitor.enabled()) {
                exchange.setRouteStop(true);
                return;
            }
            outputs.check();
            Look look = sampler.look();
            windows.record(look.sample());
            exchange.getMessage().setBody(look);
        };
    }

    @Bean
    Processor sampleJudgement(AlertRules rules) {
        return exchange -> rules.judge(exchange.getMessage().getMandatoryBody(Look.class));
    }

    @Bean
    Processor samplePrediction(FailurePrediction prediction, AlertRules rules) {
        Instant[] before = new Instant[1];
        return exchange -> {
            Look look = exchange.getMessage().getMandatoryBody(Look.class);
            Instant at = look.sample().at();
            Duration since = before[0] == null ? Duration.ofSeconds(30) : Duration.between(before[0], at);
            before[0] = at;
            prediction.next(look.byServer(), since.isNegative() ? Duration.ZERO : since, rules.thresholds());
        };
    }
}
