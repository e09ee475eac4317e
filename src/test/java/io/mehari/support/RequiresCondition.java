package io.mehari.support;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** Leaves out the tests that {@link Requires} more than is here, or fails them in CI. */
final class RequiresCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), Requires.class)
                .map(requires -> decide(context, requires.value()))
                .orElseGet(() -> enabled("Nothing is required here"));
    }

    private static ConditionEvaluationResult decide(ExtensionContext context, Requirement... requirements) {
        ConditionEvaluationResult decision = enabled("All that is required is here");
        for (Requirement requirement : requirements) {
            ConditionEvaluationResult one = decide(requirement.problem(), System.getenv("CI"));
            if (one.isDisabled()) {
                leftOut(context).add(requirement.problem().orElseThrow(), context.getRequiredTestClass());
                decision = one;
            }
        }
        return decision;
    }

    /**
     * The decision for one requirement.
     *
     * @param problem why it cannot be used; empty if it can
     * @param ci the environment variable {@code CI}
     * @throws IllegalStateException in CI, if it cannot
     */
    static ConditionEvaluationResult decide(Optional<String> problem, String ci) {
        if (problem.isEmpty()) {
            return enabled("It is here");
        }
        if (ci != null && !ci.isEmpty()) {
            throw new IllegalStateException("In CI no test is left out. " + problem.get());
        }
        return disabled(problem.get());
    }

    private static LeftOut leftOut(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LeftOut.class))
                .getOrComputeIfAbsent(LeftOut.class, type -> new LeftOut(), LeftOut.class);
    }
}
