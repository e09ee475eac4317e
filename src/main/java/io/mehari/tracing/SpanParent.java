package io.mehari.tracing;

import io.opentelemetry.context.Context;

/** A span that others stand below. */
interface SpanParent {
    /** In which it is the current one. */
    Context context();
}
