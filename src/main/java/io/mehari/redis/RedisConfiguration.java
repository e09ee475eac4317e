package io.mehari.redis;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Connects to Redis where it is configured. No type of its client stands here, so that none is loaded where it is not. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisSettings.class)
class RedisConfiguration {
    @Bean
    @Conditional(RedisConfigured.class)
    RedisConnection redisConnection(RedisSettings settings, ObjectProvider<OwnRedis> own) {
        return RedisConnection.begin(
                own.stream().map(OwnRedis::settings).findFirst().orElse(settings));
    }
}
