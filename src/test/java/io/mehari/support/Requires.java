package io.mehari.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the tests of a class, or one test, need beside a JDK. Where it is missing they are left out, and at the end the
 * run says so in one line for each; where the environment variable {@code CI} is set they fail instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCondition.class)
public @interface Requires {
    /** What is needed, all of it. */
    Requirement[] value();
}
