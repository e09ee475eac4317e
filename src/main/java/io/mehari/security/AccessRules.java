package io.mehari.security;

import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.StartFailureException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides which caller may do what. Used by every endpoint before anything else reads a request. Safe for concurrent
 * use.
 */
public final class AccessRules {
    private static final String SCHEME = "Bearer ";

    private static final AccessDecision STRANGER = new AccessDecision.Granted(Caller.ANONYMOUS);

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
     * @param traceOfProxy what in the request may come from a proxy; asked for only where it matters
     * @return granted with the caller, or denied with outcome, cause and remedy
     */
    public AccessDecision decide(AccessLevel level, String authorization, Supplier<Optional<String>> traceOfProxy) {
        if (level == AccessLevel.OPEN) {
            return withoutKey;
        }
        if (keys.isEmpty()) {
            return withoutKeys(level, traceOfProxy);
        }
        if (level == AccessLevel.DOCUMENT && !strict) {
            return authorization != null && withKeys(level, authorization) instanceof AccessDecision.Granted known
                    ? known
                    : withoutKey;
        }
        return withKeys(level, authorization);
    }

    /** Documents are shown to whoever comes through a proxy as to any stranger: without what only the operator needs. */
    private AccessDecision withoutKeys(AccessLevel level, Supplier<Optional<String>> traceOfProxy) {
        Optional<String> trace =
                level.isSensitive() || level == AccessLevel.DOCUMENT ? traceOfProxy.get() : Optional.empty();
        if (trace.isEmpty()) {
            return withoutKey;
        }
        return level.isSensitive()
                ? forbidden("Without API keys this path is open to this machine only, and it looks as if the request "
                        + "came through a proxy: it has " + trace.get()
                        + ", which local clients have no reason to send. Configure mehari.security.keys to open the path"
                        + " to others")
                : STRANGER;
    }

    private AccessDecision withKeys(AccessLevel level, String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return unauthenticated("An API key is needed: send the header Authorization: Bearer <key>");
        }
        Optional<ApiKey> key =
                keys.find(authorization.substring(SCHEME.length()).trim());
        if (key.isEmpty()) {
            return unknownKey("The API key is unknown: use one that is configured in mehari.security.keys");
        }
        Caller caller = new Caller(key.get().name(), key.get().scopes());
        return level.scope()
                .filter(scope -> !caller.has(scope))
                .map(scope -> forbidden("The API key " + caller.name() + " lacks the scope "
                        + scope.name().toLowerCase(Locale.ROOT)))
                .orElseGet(() -> new AccessDecision.Granted(caller));
    }

    private static AccessDecision unknownKey(String message) {
        return new AccessDecision.Denied(new Rejected(Outcome.UNAUTHENTICATED, message, Optional.empty()), true);
    }

    private static AccessDecision unauthenticated(String message) {
        return new AccessDecision.Denied(new Rejected(Outcome.UNAUTHENTICATED, message, Optional.empty()));
    }

    private static AccessDecision forbidden(String message) {
        return new AccessDecision.Denied(new Rejected(Outcome.FORBIDDEN, message, Optional.empty()));
    }
}
