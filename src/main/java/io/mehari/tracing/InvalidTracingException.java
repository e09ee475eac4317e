package io.mehari.tracing;

import io.mehari.text.StartFailureException;

/** Traces are on, and cannot be sent as they are configured. Never holds a value that may be a secret. */
public final class InvalidTracingException extends StartFailureException {
    private static final long serialVersionUID = 1L;

    InvalidTracingException(String description, String remedy) {
        super(description, remedy, null);
    }
}
