package io.mehari.ratelimit;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the limits of callers, whose calls are counted in this process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RateLimitSettings.class)
class RateLimitConfiguration {
    @Bean
    LocalRateLimiter rateLimiter(RateLimitSettings settings) {
        return new LocalRateLimiter(settings.maxCallers(), System::nanoTime);
    }

    @Bean
    RefusedCallers refusedCallers() {
        return new RefusedCallers(System::nanoTime);
    }

    @Bean
    CallerLimits callerLimits(RateLimiter limiter, RefusedCallers refused, RateLimitSettings settings) {
        return new CallerLimits(limiter, refused, settings);
    }
}
