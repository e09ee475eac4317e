package io.mehari.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This test changes a configuration key and sees behaviour change. Every key needs one. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(ChangesBehaviour.All.class)
public @interface ChangesBehaviour {
    /** The key, for example {@code mehari.routes.directory} or {@code mcp-servers.json:timeout.attempt}. */
    String value();

    /** Holds several. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        ChangesBehaviour[] value();
    }
}
