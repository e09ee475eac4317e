package io.mehari.endpoint.rest;

import io.mehari.security.AccessDecision.Denied;

/** Ends the reading of a request whose caller may not make it. Has no stack trace: it is an answer, not a defect. */
final class AccessDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Denied denied;
    private final transient RestRouter.Operation operation;

    /**
     * Denies access.
     *
     * @param denied why, and by what it would be granted
     * @param operation to what; null where there is nothing of that method
     */
    AccessDeniedException(Denied denied, RestRouter.Operation operation) {
        super(denied.rejection().message(), null, false, false);
        this.denied = denied;
        this.operation = operation;
    }

    /**
     * What was asked for.
     *
     * @return null where there is nothing of that method
     */
    RestRouter.Operation operation() {
        return operation;
    }

    /**
     * Why access is denied.
     *
     * @return never null
     */
    Denied denied() {
        return denied;
    }
}
