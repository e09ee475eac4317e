package io.mehari.interop;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The tests of this class need Node and the packages of {@code src/test/interop}. Where these are missing the
 * tests are skipped with the remedy as reason; where the environment variable {@code CI} is set they fail instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresInteropPackages.Condition.class)
@interface RequiresInteropPackages {

    /** Decides from what is installed. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            ConditionEvaluationResult decision = decide(InteropPackages.problem(), System.getenv("CI"));
            if (decision.isDisabled()) {
                System.err.println(
                        "INTEROP TESTS SKIPPED. " + decision.getReason().orElseThrow());
            }
            return decision;
        }

        static ConditionEvaluationResult decide(Optional<String> problem, String ci) {
            if (problem.isEmpty()) {
                return enabled("Node and the interop packages are installed");
            }
            if (ci != null && !ci.isEmpty()) {
                throw new IllegalStateException("In CI the interop tests must run. " + problem.get());
            }
            return disabled(problem.get());
        }
    }
}
