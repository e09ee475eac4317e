package io.mehari.learning;

import java.util.Map;

/**
 * Sums over the same records, once for each tool and once for each tool in each context. Immutable.
 *
 * @param tools over all records of a tool
 * @param contexts over those with a context
 */
record LearnedSums(Map<ToolName, ToolSums> tools, Map<ContextTool, ToolSums> contexts) {
    LearnedSums {
        tools = Map.copyOf(tools);
        contexts = Map.copyOf(contexts);
    }

    /** Of records without contexts. */
    static LearnedSums of(Map<ToolName, ToolSums> tools) {
        return new LearnedSums(tools, Map.of());
    }
}
