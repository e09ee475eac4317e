package io.mehari.endpoint.http.tls;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Requires that the files named, if any is, exist and belong together. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = UsableCertificate.Check.class)
@interface UsableCertificate {
    /** Not shown: each problem has a text of its own. */
    String message() default "";

    /** Required by Bean Validation; not used. */
    Class<?>[] groups() default {};

    /** Required by Bean Validation; not used. */
    Class<? extends Payload>[] payload() default {};

    /** Reports one violation for each problem of the files. Stateless. */
    final class Check implements ConstraintValidator<UsableCertificate, TlsSettings> {
        @Override
        public boolean isValid(TlsSettings tls, ConstraintValidatorContext context) {
            List<CertificateFiles.Problem> problems = CertificateFiles.problems(tls);
            context.disableDefaultConstraintViolation();
            problems.forEach(problem -> context.buildConstraintViolationWithTemplate(literal(problem.text()))
                    .addPropertyNode(problem.property())
                    .addConstraintViolation());
            return problems.isEmpty();
        }

        /** Escapes the name of a file, which must not be read as an expression. */
        private static String literal(String text) {
            return text.replaceAll("[\\\\{}$]", "\\\\$0");
        }
    }
}
