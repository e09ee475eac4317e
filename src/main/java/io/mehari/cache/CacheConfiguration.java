package io.mehari.cache;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the cache of this process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CacheSettings.class)
class CacheConfiguration {
    @Bean
    CaffeineResultCache resultCache(CacheSettings settings) {
        return new CaffeineResultCache(settings);
    }
}
