package io.mehari.security;

import io.mehari.call.Scope;
import java.util.Optional;

/** How well something that the gateway offers is guarded (contracts, section 8). */
public enum AccessLevel {
    /** Never asks for a key: liveness and CORS preflight. */
    OPEN(null),
    /** Asks for a key, of any scope, only in strict mode: documents and health. */
    DOCUMENT(null),
    /** Asks for scope {@link Scope#CALL}. */
    CALL(Scope.CALL),
    /** Asks for scope {@link Scope#MONITOR}. */
    MONITOR(Scope.MONITOR),
    /** Asks for scope {@link Scope#ADMIN}. */
    ADMIN(Scope.ADMIN);

    private final Scope scope;

    AccessLevel(Scope scope) {
        this.scope = scope;
    }

    /** The scope a key must have; empty where no particular one is asked for. */
    public Optional<Scope> scope() {
        return Optional.ofNullable(scope);
    }

    boolean isSensitive() {
        return this == MONITOR || this == ADMIN;
    }
}
