package io.mehari.result;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the place of large results in this process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ResultSettings.class)
class ResultConfiguration {
    @Bean
    LargeResults largeResults(ResultSettings settings, ObjectProvider<Clock> clock) {
        return new LargeResults(settings, clock.getIfAvailable(Clock::systemUTC));
    }
}
