package io.mehari.learning;

/**
 * A tool of a server, as it does in one context. Immutable.
 *
 * @param context text of the context
 * @param tool the tool
 */
public record ContextTool(String context, ToolName tool) implements Comparable<ContextTool> {
    @Override
    public int compareTo(ContextTool other) {
        int contexts = context.compareTo(other.context);
        return contexts == 0 ? tool.compareTo(other.tool) : contexts;
    }
}
