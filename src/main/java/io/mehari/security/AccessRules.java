package io.mehari.security;

import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import io.mehari.security.Credentials.Scheme;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.StartFailureException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides which caller may do what. Used by every endpoint before anything else reads a request. Safe for concurrent
 * use.
 */
public final class AccessRules {
    private static final AccessDecision STRANGER = new Granted(Caller.ANONYMOUS);
    private static final AccessDecision STRANGER_WITH_A_KEY = new Granted(Caller.ANONYMOUS, true);

    private final KeyRing keys;
    private final boolean strict;
    private final Clock clock;
    private final AccessDecision withoutKey;

    /**
     * The rules that follow from settings alone.
     *
     * @param settings keys and strict mode
     */
    public AccessRules(SecuritySettings settings) {
        this(new KeyRing(settings), settings.strict(), Clock.systemUTC());
    }

    /**
     * The rules over keys that may change.
     *
     * @param keys those that hold at the moment
     * @param strict whether documents ask for a key as well
     * @param clock tells which keys have expired
     */
    public AccessRules(KeyRing keys, boolean strict, Clock clock) {
        this.keys = keys;
        this.strict = strict;
        this.clock = clock;
        this.withoutKey = new Granted(keys.isOpen() ? Caller.LOCAL : Caller.ANONYMOUS);
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
        if (!loopback && keys.isOpen()) {
            throw new StartFailureException(
                    property + " is " + host
                            + ", which other machines can reach, but mehari.security.keys is empty: anyone could run every tool",
                    "Configure a key in mehari.security.keys ('mehari key create' makes one), or bind 127.0.0.1.",
                    null);
        }
    }

    /**
     * Whether documents ask for a key as well.
     *
     * @return true in strict mode
     */
    public boolean isStrict() {
        return strict;
    }

    /**
     * Whether no API key is configured, so that every caller is the same.
     *
     * @return true on loopback only
     */
    public boolean isOpen() {
        return keys.isOpen();
    }

    /**
     * Decides about one request. {@link FailedKeys#count} is to be told of the decision.
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
        if (keys.isOpen()) {
            return withoutKeys(level, traceOfProxy);
        }
        AccessDecision decision = withKeys(level, Credentials.of(authorization));
        if (level == AccessLevel.DOCUMENT && !strict && decision instanceof Denied) {
            return decision.unknownKey() ? STRANGER_WITH_A_KEY : withoutKey;
        }
        return decision;
    }

    /** Documents are shown to whoever comes through a proxy as to any stranger: without what only the operator needs. */
    private AccessDecision withoutKeys(AccessLevel level, Supplier<Optional<String>> traceOfProxy) {
        Optional<String> trace =
                level.isSensitive() || level == AccessLevel.DOCUMENT ? traceOfProxy.get() : Optional.empty();
        if (trace.isEmpty()) {
            return withoutKey;
        }
        return level.isSensitive()
                ? new Denied(
                        rejected(
                                Outcome.FORBIDDEN,
                                "Without API keys this path is open to this machine only, and it looks as if the request"
                                        + " came through a proxy: it has " + trace.get()
                                        + ", which local clients have no reason to send. Configure mehari.security.keys"
                                        + " to open the path to others"),
                        DenialCause.FOREIGN,
                        level)
                : STRANGER;
    }

    private AccessDecision withKeys(AccessLevel level, Credentials shown) {
        boolean basic = shown.scheme() == Scheme.BASIC;
        if (!basic && shown.scheme() != Scheme.BEARER) {
            return withoutAny(level, shown.scheme());
        }
        Optional<ApiKey> key = keys.find(shown.key());
        if (key.isEmpty()) {
            return denied(
                    level,
                    basic ? DenialCause.UNKNOWN_PASSWORD : DenialCause.UNKNOWN_KEY,
                    "The API key is unknown: use one that is configured in mehari.security.keys or in"
                            + " mehari.security.keys-file");
        }
        if (basic && level != AccessLevel.DOCUMENT) {
            return denied(
                    level,
                    DenialCause.BASIC_ELSEWHERE,
                    "Basic opens documents only: send the API key in the header Authorization: Bearer <key>");
        }
        return of(key.get(), level);
    }

    private static AccessDecision withoutAny(AccessLevel level, Scheme scheme) {
        String need = "An API key is needed: send the header Authorization: Bearer <key>";
        return switch (scheme) {
            case OTHER ->
                denied(level, DenialCause.OTHER_SCHEME, need + ", which is of another scheme in this request");
            case MALFORMED ->
                denied(level, DenialCause.MALFORMED, need + "; what follows Basic is not name:password in Base64");
            default -> denied(level, DenialCause.NO_KEY, need);
        };
    }

    private AccessDecision of(ApiKey key, AccessLevel level) {
        Instant now = clock.instant();
        if (key.isExpired(now)) {
            return denied(
                    level,
                    DenialCause.EXPIRED,
                    "The API key " + key.name() + " has expired at " + key.expires() + ": use a new one");
        }
        Caller caller = new Caller(key.name(), key.scopes());
        return level.scope()
                .filter(scope -> !caller.has(scope))
                .<AccessDecision>map(scope -> new Denied(
                        rejected(
                                Outcome.FORBIDDEN,
                                "The API key " + caller.name() + " lacks the scope "
                                        + scope.name().toLowerCase(Locale.ROOT)),
                        DenialCause.SCOPE,
                        level))
                .orElseGet(() -> new Granted(caller));
    }

    private static Denied denied(AccessLevel level, DenialCause cause, String message) {
        return new Denied(rejected(Outcome.UNAUTHENTICATED, message), cause, level);
    }

    private static Rejected rejected(Outcome outcome, String message) {
        return new Rejected(outcome, message, Optional.empty());
    }
}
