package io.mehari.call;

/** Makes the spans of calls and requests. There is one while traces are on, and none at all while they are off. Thread-safe. */
public interface CallTraces {
    /**
     * A call enters the pipeline.
     *
     * @param call what is called, and in what context
     * @param outer the call that makes it; null for one from outside
     * @return its span, to be ended once
     */
    CallTrace begin(ToolCall call, CallTrace outer);

    /**
     * An MCP request other than a tool call arrives.
     *
     * @param method such as {@code resources/read}
     * @param target name of the prompt, or URI of the resource; null for none
     * @param context with its origin
     * @return its span, to be ended once
     */
    RequestTrace begin(String method, String target, CallContext context);
}
