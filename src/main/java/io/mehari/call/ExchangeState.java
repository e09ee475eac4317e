package io.mehari.call;

/**
 * Names of the exchange properties that carry gateway state. Properties, never headers: headers come from the
 * network. Exchange variables belong to route authors.
 */
public final class ExchangeState {
    /** The {@link ToolCall} in progress. */
    public static final String CALL = "mehariCall";

    /** The {@link ToolCallResult}; once it is set, later stages leave the exchange alone. */
    public static final String RESULT = "mehariResult";

    /** Name of the direct: route that reaches the tool, set by the admit stage. */
    public static final String ROUTE = "mehariRoute";

    /** Category of a failure, as named in {@code config/error-patterns.yaml}. */
    public static final String CATEGORY = "mehariCategory";

    private ExchangeState() {}
}
