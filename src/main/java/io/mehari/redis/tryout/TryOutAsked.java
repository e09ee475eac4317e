package io.mehari.redis.tryout;

import io.mehari.redis.RedisConfigured;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where the gateway is to start a Redis itself. */
final class TryOutAsked implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return context.getEnvironment().getProperty(RedisConfigured.TRY_OUT, Boolean.class, false);
    }
}
