package io.mehari.call;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who makes a call, as the endpoint found out.
 *
 * @param name name of the API key used; {@code anonymous} where none was asked for
 * @param scopes what the caller may do; a copy is kept
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

    /**
     * Whether the caller may do what needs this scope.
     *
     * @param scope the scope needed
     * @return true if it is one of the caller's
     */
    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
