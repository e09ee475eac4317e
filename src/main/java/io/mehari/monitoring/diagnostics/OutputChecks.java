package io.mehari.monitoring.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Violation;
import io.mehari.catalog.Tool;
import io.mehari.catalog.schema.ToolSchema;
import io.mehari.event.AlertSeverity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts results that break the {@code outputSchema} their tool declares (MCP 2025-06-18, Tools, Output Schema). They are
 * passed on as they are: it is said in the diagnosis only. That a result lacks {@code structuredContent} is seen in each;
 * what is in it is checked for one result of a tool at a time, at the next sample, away from calls. Safe for concurrent use.
 */
public final class OutputChecks implements IssueSource {
    /** Most results that wait to be checked. */
    static final int MOST_WAITING = 64;

    /** Most tools that are told apart. */
    static final int MOST_TOOLS = 500;

    private final Map<String, Found> found = new ConcurrentHashMap<>();
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(Tool tool, JsonNode structured) {}

    private record Found(long times, String last) {}

    /** Nothing seen yet. */
    public OutputChecks() {}

    /**
     * Looks at a result that was not an error; a look into the definition where the tool declares nothing.
     *
     * @param tool its tool
     * @param result the result object, not changed afterwards
     */
    public void seen(Tool tool, JsonNode result) {
        if (tool.definition().get("outputSchema") == null) {
            return;
        }
        JsonNode structured = result.get("structuredContent");
        if (structured == null) {
            count(tool, "has no structuredContent, though the tool declares an outputSchema");
        } else if (waiting.size() < MOST_WAITING) {
            waiting.putIfAbsent(tool.id(), new Waiting(tool, structured));
        }
    }

    /** Checks what waits. May take a while: not on an event loop. */
    public void check() {
        ArrayDeque<String> ids = new ArrayDeque<>(waiting.keySet());
        for (String id : ids) {
            Waiting each = waiting.remove(id);
            List<Violation> violations =
                    ToolSchema.of(each.tool().definition().get("outputSchema")).check(each.structured());
            if (!violations.isEmpty()) {
                Violation first = violations.get(0);
                count(each.tool(), "breaks its outputSchema at \"" + first.pointer() + "\": " + first.message());
            }
        }
    }

    private void count(Tool tool, String what) {
        if (found.size() < MOST_TOOLS || found.containsKey(tool.id())) {
            found.merge(tool.id(), new Found(1, what), (before, one) -> new Found(before.times() + 1, what));
        }
    }

    @Override
    public List<Issue> issues() {
        List<Issue> issues = new ArrayList<>();
        found.forEach(
                (tool, what) -> issues.add(
                        new Issue(
                                "output_schema_violated",
                                AlertSeverity.INFO,
                                tool,
                                "The result of " + tool + " " + what.last() + " (seen " + what.times() + " times)",
                                "Report it to the author of the server; results are passed on as they are, but clients may refuse them")));
        return issues;
    }
}
