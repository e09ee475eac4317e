package io.mehari.tools;

import io.mehari.monitoring.HealthCheck;
import java.util.Map;

/** Whether runs of tool routes hang past their limit: {@code tool-threads} in {@code /health}. */
record ToolThreadsHealth(ToolThreads threads) implements HealthCheck {
    @Override
    public String name() {
        return "tool-threads";
    }

    @Override
    public Condition check() {
        Map<String, Integer> hanging = threads.hanging();
        return hanging.isEmpty()
                ? Condition.HEALTHY
                : Condition.unhealthy("Threads hang past the limit of their run, by tool: " + hanging
                        + "; give the steps of these routes time limits of their own");
    }
}
