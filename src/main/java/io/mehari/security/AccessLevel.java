package io.mehari.security;

import io.mehari.call.Scope;
import java.util.Optional;

/** Who may use something that the gateway offers. */
public enum AccessLevel {
    /** Never needs a key: liveness and CORS preflight. */
    OPEN(null),
    /** Needs a key, of any scope, in strict mode only: documents and health. */
    DOCUMENT(null),
    /** Needs scope {@link Scope#CALL}. */
    CALL(Scope.CALL),
    /** Needs scope {@link Scope#MONITOR}. */
    MONITOR(Scope.MONITOR),
    /** Needs scope {@link Scope#ADMIN}. */
    ADMIN(Scope.ADMIN);

    private final Scope scope;

    AccessLevel(Scope scope) {
        this.scope = scope;
    }

    /**
     * The scope that a key must have.
     *
     * @return empty where no particular one is needed
     */
    Optional<Scope> scope() {
        return Optional.ofNullable(scope);
    }

    /**
     * Whether this stays on the machine of a gateway without keys.
     *
     * @return true for MONITOR and ADMIN
     */
    boolean isSensitive() {
        return this == MONITOR || this == ADMIN;
    }
}
