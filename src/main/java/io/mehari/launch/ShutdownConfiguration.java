package io.mehari.launch;

import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the gateway ends. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShutdownSettings.class)
class ShutdownConfiguration {
    @Bean
    CamelContextConfiguration drainLimit(ShutdownSettings settings) {
        return new DrainLimit(settings.drain());
    }
}
