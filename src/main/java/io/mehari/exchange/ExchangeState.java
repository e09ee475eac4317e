package io.mehari.exchange;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;

/**
 * Names of the exchange properties that carry gateway state. Properties, never headers: headers come from the
 * network. Exchange variables belong to route authors.
 */
public final class ExchangeState {
    /** The request as its endpoint read it; only that endpoint knows the type. */
    public static final String REQUEST = "mehariRequest";

    /** The {@link ToolCall} in progress. */
    public static final String CALL = "mehariCall";

    /** The {@link ToolCallResult}; once it is set, later stages leave the exchange alone. */
    public static final String RESULT = "mehariResult";

    /** The {@link CallControl} by which the call is cancelled. */
    public static final String CONTROL = "mehariControl";

    /** The catalogue's entry for the tool, set by the admit stage. */
    public static final String TOOL = "mehariTool";

    /** Name of the direct: route that reaches the tool, set by the admit stage. */
    public static final String ROUTE = "mehariRoute";

    /** Key under which the result is cached, set by the lookup stage where the cache is on. */
    public static final String CACHE_KEY = "mehariCacheKey";

    /** The {@link ToolCallResult.Failed} the error firewall is dealing with. */
    public static final String FAILURE = "mehariFailure";

    /** Category of that failure, as named in {@code config/error-patterns.yaml}. */
    public static final String CATEGORY = "mehariCategory";

    /** What that failure is: category, severity, whether it can be recovered, whether the tool may have run. */
    public static final String CLASSIFIED = "mehariClassified";

    /** Name of the direct: route that recovers from that failure, on the exchange of its recovery. */
    public static final String RECOVER_BY = "mehariRecoverBy";

    /** What was done about that failure, once it is known. */
    public static final String RECOVERY = "mehariRecovery";

    /** The run of a tool route that an exchange belongs to; only the runner knows the type. */
    public static final String RUN = "mehariRun";

    /** The {@link ToolCall} that a tool route runs for, so that what the route calls is called for the same caller. */
    public static final String CALLED_BY = "mehariCalledBy";

    private ExchangeState() {}
}
