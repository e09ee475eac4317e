package io.mehari.call;

/** Makes the spans of calls. There is one while traces are on, and none at all while they are off. Thread-safe. */
public interface CallTraces {
    /**
     * A call enters the pipeline.
     *
     * @param call what is called, and in what context
     * @param outer the call that makes it; null for one from outside
     * @return its span, to be ended once
     */
    CallTrace begin(ToolCall call, CallTrace outer);
}
