package io.mehari.failure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.core.io.Resource;

/**
 * Says which category a failed call belongs to, by the patterns of {@code config/error-patterns.yaml}.
 *
 * <p>Safe for concurrent use; the patterns may be replaced by {@link #take}. Looks at no more than {@link #MAX_TEXT} characters of a failure, in a
 * bounded number of steps whatever the operator's patterns.
 */
public final class FailureClassifier {
    /** What remains where no category matches. */
    public static final String UNKNOWN = "UNKNOWN";

    /** Most characters of a failure that are looked at: half for the upstream's message, half for the gateway's. */
    static final int MAX_TEXT = 4096;

    private static final int MAX_MESSAGE = MAX_TEXT / 2 - 32;

    private static final ErrorCategory REST =
            new ErrorCategory(UNKNOWN, List.of(), Set.of(), Severity.MEDIUM, true, ErrorCategory.routeOf(UNKNOWN));

    private volatile ErrorPatternsReader.Patterns patterns;

    private FailureClassifier(ErrorPatternsReader.Patterns patterns) {
        this.patterns = new ErrorPatternsReader.Patterns(
                List.copyOf(patterns.categories()), Collections.unmodifiableMap(new TreeMap<>(patterns.routes())));
    }

    /**
     * Replaces the patterns for failures that come from now on.
     *
     * @param next has the new ones
     * @return one with those before
     */
    public FailureClassifier take(FailureClassifier next) {
        FailureClassifier before = new FailureClassifier(patterns);
        patterns = next.patterns;
        return before;
    }

    /**
     * The recovery routes that the file names by {@code recover}; those that are called by the name of a category need not be
     * there.
     *
     * @return the name of each, as in {@code direct:name}, and where the file names it
     */
    public Map<String, String> namedRoutes() {
        return patterns.routes();
    }

    /**
     * Reads the patterns.
     *
     * @throws InvalidErrorPatternsException if the file cannot be read or has problems, naming all of them
     */
    public static FailureClassifier read(Resource patterns) {
        return new FailureClassifier(ErrorPatternsReader.read(patterns));
    }

    /**
     * What a failure is.
     *
     * @param failure of a call
     * @return by the first category that matches; never null
     */
    public FailureClass classify(ToolCallResult.Failed failure) {
        return classify(failure.outcome(), textOf(failure));
    }

    /**
     * What an error is that a tool reports of itself.
     *
     * @param text of the tool; no more than {@link #MAX_TEXT} characters are looked at
     * @return by the first category that matches; never null
     */
    public FailureClass classifyToolError(String text) {
        return classify(Outcome.TOOL_ERROR, Outcome.TOOL_ERROR.code() + '\n' + cut(text, MAX_TEXT));
    }

    /**
     * What the failure of a tool route is. Where a call failed that the route had made, it is the failure of that call;
     * what ran out of time is so whatever its text.
     *
     * @param thrown by the route, perhaps inside of other exceptions
     * @return by the first category that matches; never null
     */
    public FailureClass classifyThrown(Throwable thrown) {
        Throwable root = ThrownText.root(thrown);
        FailureClass known =
                root instanceof ToolCallException call && !call.result().isThrownByRoute()
                        ? classify(call.result())
                        : classify(ThrownText.isTimeout(root) ? Outcome.TIMED_OUT : Outcome.TOOL_ERROR, textOf(root));
        return new FailureClass(known.category(), known.severity(), known.recoverable(), true, known.route());
    }

    private static String textOf(Throwable root) {
        return Outcome.TOOL_ERROR.code() + '\n' + cut(ThrownText.of(root), MAX_TEXT);
    }

    private FailureClass classify(Outcome outcome, String text) {
        ErrorPattern.Budget budget = new ErrorPattern.Budget();
        for (ErrorCategory category : patterns.categories()) {
            if (category.matches(outcome, text, budget)) {
                return category.of(outcome);
            }
        }
        return REST.of(outcome);
    }

    /** Name of the first category that matches, or {@link #UNKNOWN}. */
    public String categoryOf(ToolCallResult.Failed failure) {
        return classify(failure).category();
    }

    /** Whether a call with this outcome may have run its tool. */
    static boolean mayHaveRun(Outcome outcome) {
        return outcome != Outcome.UNAVAILABLE;
    }

    private static String textOf(ToolCallResult.Failed failure) {
        String upstream =
                failure.upstreamError().map(FailureClassifier::messageOf).orElse("");
        return failure.outcome().code()
                + '\n'
                + cut(upstream, MAX_MESSAGE)
                + '\n'
                + cut(failure.message(), MAX_MESSAGE);
    }

    private static String messageOf(ObjectNode error) {
        return error.path("message").asText("");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
