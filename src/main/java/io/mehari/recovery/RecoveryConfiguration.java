package io.mehari.recovery;

import io.mehari.alert.Alerts;
import io.mehari.failure.FailureClassifier;
import io.mehari.protection.ProtectionPolicy;
import io.mehari.upstream.Upstreams;
import io.netty.util.Timer;
import org.apache.camel.Processor;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The policy that gives failed calls to recovery routes, and the steps of those. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RecoverySettings.class)
class RecoveryConfiguration {
    @Bean
    Policy recovery(FailureClassifier classifier, RecoverySettings settings, Timer timer) {
        return new ProtectionPolicy((route, steps) ->
                new RecoveryProcessor(AsyncProcessorConverterHelper.convert(steps), classifier, settings, timer));
    }

    @Bean
    Processor newSession(Upstreams upstreams) {
        return new NewSession(upstreams, System::nanoTime);
    }

    @Bean
    Processor authenticationAlert(Alerts alerts, Timer timer) {
        return new AuthenticationAlert(alerts, timer);
    }

    @Bean
    RecoveryStatistics recoveryStatistics() {
        return new RecoveryStatistics(System::nanoTime);
    }
}
