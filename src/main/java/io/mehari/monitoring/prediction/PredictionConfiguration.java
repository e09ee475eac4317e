package io.mehari.monitoring.prediction;

import io.mehari.alert.Alerts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The prediction of failures. */
@Configuration(proxyBeanMethods = false)
class PredictionConfiguration {
    @Bean
    FailurePrediction failurePrediction(Alerts alerts) {
        return new FailurePrediction(alerts);
    }
}
