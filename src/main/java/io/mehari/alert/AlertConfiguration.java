package io.mehari.alert;

import io.mehari.event.GatewayEvents;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one book of alerts, into which every part writes by {@link Alerts}. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {
    @Bean
    AlertBook alerts(GatewayEvents events, Clock clock) {
        return new AlertBook(events::publish, clock);
    }
}
