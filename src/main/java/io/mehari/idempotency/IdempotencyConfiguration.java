package io.mehari.idempotency;

import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisConfigured;
import io.mehari.redis.RedisConnection;
import io.netty.util.Timer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Makes what several gateways on one Redis agree by; nothing is asked before the first call with a key. */
@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {
    @Bean
    @Conditional(RedisConfigured.class)
    KeyClaims keyClaims(RedisConnection redis, Timer timer) {
        return new RedisKeyClaims(
                new RedisCommands(
                        "idempotency keys, calls with which are refused meanwhile",
                        redis,
                        RedisCommands.PATIENT_LIMIT,
                        timer,
                        System::nanoTime),
                timer);
    }
}
