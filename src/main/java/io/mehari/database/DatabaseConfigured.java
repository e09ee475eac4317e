package io.mehari.database;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Holds where there is a {@code mehari.database.url}: what needs PostgreSQL is made there only. */
public final class DatabaseConfigured implements Condition {
    private static final String URL = "mehari.database.url";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return isIn(context.getEnvironment());
    }

    static boolean isIn(PropertyResolver settings) {
        return StringUtils.hasText(settings.getProperty(URL));
    }

    /** Holds where there is none, so that the gateway keeps its own file. */
    public static final class Not implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !isIn(context.getEnvironment());
        }
    }
}
