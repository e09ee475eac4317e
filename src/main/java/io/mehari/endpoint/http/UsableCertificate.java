package io.mehari.endpoint.http;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** The files named must be there and fit each other, if any is named. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = UsableCertificate.Check.class)
@interface UsableCertificate {
    /** Not seen: each problem has a text of its own. */
    String message() default "";

    /** As Bean Validation wants it. */
    Class<?>[] groups() default {};

    /** As Bean Validation wants it. */
    Class<? extends Payload>[] payload() default {};

    /** Says of each file what is wrong with it. Stateless. */
    final class Check implements ConstraintValidator<UsableCertificate, DataSettings.Tls> {
        @Override
        public boolean isValid(DataSettings.Tls tls, ConstraintValidatorContext context) {
            List<CertificateFiles.Problem> problems = CertificateFiles.problems(tls);
            context.disableDefaultConstraintViolation();
            problems.forEach(problem -> context.buildConstraintViolationWithTemplate(literal(problem.text()))
                    .addPropertyNode(problem.property())
                    .addConstraintViolation());
            return problems.isEmpty();
        }

        /** A name of a file is no expression. */
        private static String literal(String text) {
            return text.replaceAll("[\\\\{}$]", "\\\\$0");
        }
    }
}
