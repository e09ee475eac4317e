package io.mehari.redis;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Holds where there is a {@code mehari.redis.url}, or the gateway is to start a Redis itself: what needs Redis is made there
 * only.
 */
public final class RedisConfigured implements Condition {
    /** Whether the gateway starts a Redis itself. */
    public static final String TRY_OUT = "mehari.try-out.redis";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return StringUtils.hasText(environment.getProperty("mehari.redis.url"))
                || environment.getProperty(TRY_OUT, Boolean.class, false);
    }
}
