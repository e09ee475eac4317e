package io.mehari.failure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import java.util.List;
import org.springframework.core.io.Resource;

/**
 * Says which category a failed call belongs to, by the patterns of {@code config/error-patterns.yaml}.
 *
 * <p>Immutable and safe for concurrent use. Looks at no more than {@link #MAX_TEXT} characters of a failure, in a
 * bounded number of steps whatever the operator's patterns.
 */
public final class FailureClassifier {
    /** What remains where no category matches. */
    public static final String UNKNOWN = "UNKNOWN";

    /** Most characters of a failure that are looked at: half for the upstream's message, half for the gateway's. */
    static final int MAX_TEXT = 4096;

    private static final int MAX_MESSAGE = MAX_TEXT / 2 - 32;

    private final List<ErrorCategory> categories;

    private FailureClassifier(List<ErrorCategory> categories) {
        this.categories = List.copyOf(categories);
    }

    /**
     * Reads the patterns.
     *
     * @throws InvalidErrorPatternsException if the file cannot be read or has problems, naming all of them
     */
    public static FailureClassifier read(Resource patterns) {
        return new FailureClassifier(ErrorPatternsReader.read(patterns));
    }

    /** Name of the first category that matches, or {@link #UNKNOWN}. */
    public String categoryOf(ToolCallResult.Failed failure) {
        String text = textOf(failure);
        ErrorPattern.Budget budget = new ErrorPattern.Budget();
        for (ErrorCategory category : categories) {
            if (category.matches(failure.outcome(), text, budget)) {
                return category.name();
            }
        }
        return UNKNOWN;
    }

    private static String textOf(ToolCallResult.Failed failure) {
        String upstream =
                failure.upstreamError().map(FailureClassifier::messageOf).orElse("");
        return failure.outcome().code() + '\n' + cut(upstream) + '\n' + cut(failure.message());
    }

    private static String messageOf(ObjectNode error) {
        return error.path("message").asText("");
    }

    private static String cut(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
    }
}
