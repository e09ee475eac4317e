package io.mehari.call;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who makes a call, as the endpoint found out.
 *
 * @param name of the API key used; {@code anonymous} where none was asked for
 * @param scopes what the caller may do
 */
public record Caller(String name, Set<Scope> scopes) {
    private static final String UNNAMED = "anonymous";

    /** A caller who has shown no key and may do only what is open to all. */
    public static final Caller ANONYMOUS = new Caller(UNNAMED, Set.of());

    /** Any caller of a gateway without keys, which serves its own machine only. */
    public static final Caller LOCAL = new Caller(UNNAMED, EnumSet.allOf(Scope.class));

    /** Keeps a copy of the scopes. */
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the caller may do what asks for this scope. */
    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
