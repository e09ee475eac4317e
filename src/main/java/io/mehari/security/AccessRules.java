package io.mehari.security;

import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.StartFailureException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decides which caller may do what. Used by every endpoint before anything else reads a request. Safe for concurrent
 * use.
 */
public final class AccessRules {
    private static final String SCHEME = "Bearer ";

    private final ApiKeys keys;
    private final boolean strict;
    private final AccessDecision withoutKey;

    /**
     * The rules that follow from settings.
     *
     * @param settings keys and strict mode
     */
    public AccessRules(SecuritySettings settings) {
        this.keys = new ApiKeys(settings.keys());
        this.strict = settings.strict();
        this.withoutKey = new AccessDecision.Granted(keys.isEmpty() ? Caller.LOCAL : Caller.ANONYMOUS);
    }

    /**
     * Checks that a gateway without keys serves this machine only.
     *
     * @param property name of the configuration key that holds the address
     * @param host the address about to be bound
     * @param loopback whether only this machine can reach it
     * @throws StartFailureException if it is not loopback and no key is configured
     */
    public void requireSafeBinding(String property, String host, boolean loopback) {
        if (!loopback && keys.isEmpty()) {
            throw new StartFailureException(
                    property + " is " + host
                            + ", which other machines can reach, but mehari.security.keys is empty: anyone could run every tool",
                    "Configure a key in mehari.security.keys, or bind 127.0.0.1.",
                    null);
        }
    }

    /**
     * Decides about one request.
     *
     * @param level who may use what is asked for
     * @param authorization the {@code Authorization} header, or null
     * @param forwarded whether the request carries headers of a proxy; evaluated only where it matters
     * @return granted with the caller, or denied with outcome, cause and remedy
     */
    public AccessDecision decide(AccessLevel level, String authorization, BooleanSupplier forwarded) {
        if (level == AccessLevel.OPEN || (level == AccessLevel.DOCUMENT && !strict)) {
            return withoutKey;
        }
        return keys.isEmpty() ? withoutKeys(level, forwarded) : withKeys(level, authorization);
    }

    private AccessDecision withoutKeys(AccessLevel level, BooleanSupplier forwarded) {
        if (level.isSensitive() && forwarded.getAsBoolean()) {
            return forbidden("This path is open to this machine only, and the request came through a proxy."
                    + " Configure mehari.security.keys to open it to others");
        }
        return withoutKey;
    }

    private AccessDecision withKeys(AccessLevel level, String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return unauthenticated("An API key is needed: send the header Authorization: Bearer <key>");
        }
        Optional<ApiKey> key =
                keys.find(authorization.substring(SCHEME.length()).trim());
        if (key.isEmpty()) {
            return unauthenticated("The API key is unknown: use one that is configured in mehari.security.keys");
        }
        Caller caller = new Caller(key.get().name(), key.get().scopes());
        return level.scope()
                .filter(scope -> !caller.has(scope))
                .map(scope -> forbidden("The API key " + caller.name() + " lacks the scope "
                        + scope.name().toLowerCase(Locale.ROOT)))
                .orElseGet(() -> new AccessDecision.Granted(caller));
    }

    private static AccessDecision unauthenticated(String message) {
        return new AccessDecision.Denied(new Rejected(Outcome.UNAUTHENTICATED, message, Optional.empty()));
    }

    private static AccessDecision forbidden(String message) {
        return new AccessDecision.Denied(new Rejected(Outcome.FORBIDDEN, message, Optional.empty()));
    }
}
