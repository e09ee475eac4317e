package io.mehari.monitoring.alert;

import io.mehari.alert.Alerts;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rules by which samples are judged. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertSettings.class)
class AlertRulesConfiguration {
    @Bean
    AlertRules alertRules(AlertSettings settings, Alerts alerts) {
        return new AlertRules(settings.thresholds(), alerts);
    }
}
