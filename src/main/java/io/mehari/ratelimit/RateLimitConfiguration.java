package io.mehari.ratelimit;

import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisConfigured;
import io.mehari.redis.RedisConnection;
import io.netty.util.Timer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Makes the limits of callers, whose calls are counted in this process, or in Redis where there is one and it is to be so. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RateLimitSettings.class)
class RateLimitConfiguration {
    @Bean
    RateLimiter rateLimiter(RateLimitSettings settings, ObjectProvider<CallCounter> counter) {
        LocalRateLimiter local = new LocalRateLimiter(settings.maxCallers(), System::nanoTime);
        CallCounter shared = counter.getIfAvailable();
        return shared == null ? local : new SharedRateLimiter(local, shared, settings);
    }

    @Bean
    @Conditional(RedisConfigured.class)
    CallCounter callCounter(RedisConnection redis, Timer timer) {
        RedisCommands commands = new RedisCommands(
                "rate limits, which are counted in this process alone meanwhile",
                redis,
                RedisCommands.LIMIT,
                timer,
                System::nanoTime);
        return new RedisCallCounter(commands, timer, System::nanoTime);
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
