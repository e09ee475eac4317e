package io.mehari.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.protocol.Json;
import io.mehari.text.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was learnt, and what became of the records, for those who ask. Stateless. */
public final class LearningReport {
    private static final double MICROS = 1000;
    private static final String SUBJECT = "learning";

    private LearningReport() {}

    /**
     * Tools with their sums.
     *
     * @param tools of a page
     * @param total how many there are in all
     * @param status what became of the records
     * @return a new object
     */
    public static ObjectNode json(List<Map.Entry<ToolName, ToolSums>> tools, int total, LearningStatus status) {
        return data(
                tools.stream().map(tool -> json(tool.getKey(), tool.getValue())).toList(), total, status);
    }

    /**
     * Tools of one context with their sums and scores.
     *
     * @param tools of a page
     * @param total how many there are in all
     * @param status what became of the records
     * @return a new object
     */
    public static ObjectNode inContext(List<Map.Entry<ContextTool, ToolSums>> tools, int total, LearningStatus status) {
        return data(
                tools.stream()
                        .map(tool -> json(tool.getKey().tool(), tool.getValue())
                                .put("context", tool.getKey().context())
                                .put("score", tool.getValue().score()))
                        .toList(),
                total,
                status);
    }

    private static ObjectNode data(List<ObjectNode> tools, int total, LearningStatus status) {
        ObjectNode data = Json.object().put("enabled", true).put("loaded", status.loaded());
        data.putArray("tools").addAll(tools);
        data.put("total", total);
        data.putObject("records")
                .put("journaled", status.journaled())
                .put("stored", status.stored())
                .put("waiting", status.waiting())
                .put("queued", status.queued())
                .put("dropped", status.dropped())
                .put("lost", status.lost())
                .put("left_out", status.leftOut())
                .put("contexts_left_out", status.contextsLeftOut())
                .put("expired", status.expired())
                .put("unreadable", status.unreadable());
        data.put("journal_bytes", status.journalBytes());
        status.problem().ifPresent(problem -> data.put("problem", problem));
        return data;
    }

    private static ObjectNode json(ToolName name, ToolSums sums) {
        return Json.object()
                .put("server", name.server())
                .put("tool", name.tool())
                .put("total_calls", sums.calls())
                .put("success_count", sums.successes())
                .put("total_latency_ms", sums.micros() / MICROS)
                .put("total_cost", sums.cost())
                .put("total_quality", sums.quality())
                .put("last_call", sums.lastCall().toString());
    }

    /**
     * The sums over all gateways, for readers that are none.
     *
     * @param tools all
     * @param at when they were added up
     * @return JSON
     */
    static String totals(Map<ToolName, ToolSums> tools, Instant at) {
        ObjectNode totals = Json.object().put("at", at.toString());
        ArrayNode array = totals.putArray("tools");
        tools.forEach((name, sums) -> array.add(json(name, sums)));
        return Json.text(totals);
    }

    /** That what was learnt is not shared, for the diagnosis. */
    static Issue notShared(String problem) {
        return new Issue(
                "learning_not_shared",
                AlertSeverity.WARNING,
                SUBJECT,
                problem,
                "Look whether Redis runs and mehari.redis.url is that of it, and what else writes to it; every gateway goes on"
                        + " learning, and shares what it has learnt once it is right");
    }

    /** Tells the numbers of the records. */
    static void metrics(LearningStatus status, MetricSamples samples) {
        samples.add(GatewayMetric.LEARNING_RECORDS, status.journaled(), "journaled");
        samples.add(GatewayMetric.LEARNING_RECORDS, status.stored(), "stored");
        samples.add(GatewayMetric.LEARNING_RECORDS, status.dropped(), "dropped");
        samples.add(GatewayMetric.LEARNING_RECORDS, status.lost(), "lost");
        samples.add(GatewayMetric.LEARNING_RECORDS, status.leftOut(), "left_out");
        samples.add(GatewayMetric.LEARNING_RECORDS, status.contextsLeftOut(), "contexts_left_out");
        samples.add(GatewayMetric.LEARNING_RECORDS, status.expired(), "expired");
        samples.add(GatewayMetric.LEARNING_RECORDS, status.unreadable(), "unreadable");
        samples.add(GatewayMetric.LEARNING_WAITING, status.waiting());
        samples.add(GatewayMetric.LEARNING_JOURNAL, status.journalBytes());
    }

    /** What is wrong, for the diagnosis. */
    static List<Issue> issues(LearningStatus status) {
        List<Issue> issues = new ArrayList<>();
        status.problem()
                .ifPresent(problem -> issues.add(new Issue(
                        "learning_behind",
                        AlertSeverity.WARNING,
                        SUBJECT,
                        problem,
                        "Look for a full disk, and for the database in the log; calls are answered all the same")));
        long missing = status.dropped() + status.lost() + status.expired();
        if (missing > 0) {
            issues.add(new Issue(
                    "learning_incomplete",
                    AlertSeverity.INFO,
                    SUBJECT,
                    Counted.of(missing, "call since the start is", "calls since the start are")
                            + " missing in what was learnt: " + status.dropped() + " dropped from the queue, "
                            + status.lost() + " lost before the journal, " + status.expired() + " too old",
                    "Raise mehari.learning.queue or mehari.learning.max-journal where that happens again"));
        }
        return issues;
    }
}
