package io.mehari.endpoint.http.target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/** Requires a path that tools can stand below, beside the gateway's own paths. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = UsablePrefix.Check.class)
public @interface UsablePrefix {
    /** Not shown: each problem has a text of its own. */
    String message() default "";

    /** Required by Bean Validation; not used. */
    Class<?>[] groups() default {};

    /** Required by Bean Validation; not used. */
    Class<? extends Payload>[] payload() default {};

    /** Reports what is wrong with a path. Stateless. */
    final class Check implements ConstraintValidator<UsablePrefix, String> {
        @Override
        public boolean isValid(String path, ConstraintValidatorContext context) {
            Optional<String> problem = PathPrefix.problem(path);
            context.disableDefaultConstraintViolation();
            problem.ifPresent(
                    text -> context.buildConstraintViolationWithTemplate(text).addConstraintViolation());
            return problem.isEmpty();
        }
    }
}
