package io.mehari.security;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans that endpoints share to check access. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecuritySettings.class)
class SecurityConfiguration {
    @Bean
    AccessRules accessRules(SecuritySettings settings) {
        return new AccessRules(settings);
    }

    /** Counts keys that are none, wherever they are shown. */
    @Bean
    FailedKeys failedKeys() {
        return new FailedKeys(System::nanoTime);
    }
}
