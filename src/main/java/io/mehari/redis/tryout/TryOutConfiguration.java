package io.mehari.redis.tryout;

import io.mehari.redis.RedisSettings;
import io.mehari.text.StartFailureException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Starts a Redis where it is asked for; it ends after whatever is connected to it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TryOutSettings.class)
class TryOutConfiguration {
    @Bean
    @Conditional(TryOutAsked.class)
    TryOutRedis tryOutRedis(RedisSettings configured, Environment environment) {
        if (!configured.url().isBlank()) {
            throw new StartFailureException(
                    "--with-redis (mehari.try-out.redis) and mehari.redis.url exclude each other",
                    "Leave one of them out: the first one starts a Redis, the second one names one that runs.",
                    null);
        }
        Path data = Path.of(environment.getProperty("mehari.dead-letters.directory", "./data"));
        Path folder = data.resolve("redis").toAbsolutePath().normalize();
        return TryOutRedis.start(new RedisBinary(folder, List.of()).path(), folder);
    }
}
