package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.Scope;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.StartFailureException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessRulesTest {
    private static final List<ApiKey> KEYS = List.of(
            key("ci", "call-secret", Scope.CALL),
            key("watch", "monitor-secret", Scope.MONITOR),
            key("ops", "ops-secret", Scope.CALL, Scope.MONITOR, Scope.ADMIN));

    private final AccessRules open = new AccessRules(new SecuritySettings(false, List.of(), List.of()));
    private final AccessRules keyed = new AccessRules(new SecuritySettings(false, KEYS, List.of()));
    private final AccessRules strict = new AccessRules(new SecuritySettings(true, KEYS, List.of()));

    @ParameterizedTest
    @EnumSource(AccessLevel.class)
    void letsEverythingThroughWhileNoKeyIsConfigured(AccessLevel level) {
        assertThat(open.decide(level, null, Optional::empty)).isEqualTo(new Granted(Caller.LOCAL));
    }

    @ParameterizedTest
    @CsvSource({"OPEN,false", "DOCUMENT,false", "CALL,false", "MONITOR,true", "ADMIN,true"})
    void refusesForwardedRequestsToSensitivePathsWithoutKeys(AccessLevel level, boolean refused) {
        AccessDecision decision = open.decide(level, null, () -> Optional.of("via"));

        assertThat(decision instanceof Denied).isEqualTo(refused);
        if (decision instanceof Denied denied) {
            assertThat(denied.rejection().outcome()).isEqualTo(Outcome.FORBIDDEN);
            assertThat(denied.rejection().message()).contains("mehari.security.keys");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                // level, authorization, outcome with keys, outcome in strict mode
                "OPEN,     none,                  granted,         granted",
                "DOCUMENT, none,                  granted,         UNAUTHENTICATED",
                "DOCUMENT, Bearer wrong,          granted,         UNAUTHENTICATED",
                "DOCUMENT, Bearer monitor-secret, granted,         granted",
                "DOCUMENT, Basic any:ops-secret,  granted,         granted",
                "DOCUMENT, BASIC :ops-secret,     granted,         granted",
                "DOCUMENT, Basic a:wrong,         granted,         UNAUTHENTICATED",
                "DOCUMENT, Digest x,              granted,         UNAUTHENTICATED",
                "CALL,     Basic any:ops-secret,  UNAUTHENTICATED, UNAUTHENTICATED",
                "ADMIN,    Basic any:ops-secret,  UNAUTHENTICATED, UNAUTHENTICATED",
                "CALL,     BEARER call-secret,    granted,         granted",
                "CALL,     Bearer,                UNAUTHENTICATED, UNAUTHENTICATED",
                "CALL,     call-secret,           UNAUTHENTICATED, UNAUTHENTICATED",
                "CALL,     Bearercall-secret,     UNAUTHENTICATED, UNAUTHENTICATED",
                "CALL,     none,                  UNAUTHENTICATED, UNAUTHENTICATED",
                "CALL,     Bearer wrong,          UNAUTHENTICATED, UNAUTHENTICATED",
                "CALL,     Basic call-secret,     UNAUTHENTICATED, UNAUTHENTICATED",
                "CALL,     Bearer call-secret,    granted,         granted",
                "CALL,     bearer call-secret,    granted,         granted",
                "CALL,     Bearer monitor-secret, FORBIDDEN,       FORBIDDEN",
                "MONITOR,  Bearer call-secret,    FORBIDDEN,       FORBIDDEN",
                "MONITOR,  Bearer monitor-secret, granted,         granted",
                "ADMIN,    Bearer monitor-secret, FORBIDDEN,       FORBIDDEN",
                "ADMIN,    Bearer ops-secret,     granted,         granted",
            })
    void asksForTheScopeOfThePath(AccessLevel level, String authorization, String withKeys, String inStrictMode) {
        String header = encoded(authorization);
        assertThat(outcome(keyed.decide(level, header, Optional::empty))).isEqualTo(withKeys);
        assertThat(outcome(strict.decide(level, header, Optional::empty))).isEqualTo(inStrictMode);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "DOCUMENT, none,                 NO_KEY",
                "DOCUMENT, Digest x,             OTHER_SCHEME",
                "DOCUMENT, Basic ???,            MALFORMED",
                "DOCUMENT, Basic Y2ktc2VjcmV0,   MALFORMED",
                "DOCUMENT, Bearer wrong,         UNKNOWN_KEY",
                "DOCUMENT, Basic a:wrong,        UNKNOWN_PASSWORD",
                "CALL,     Basic a:wrong,        UNKNOWN_PASSWORD",
                "CALL,     Basic a:ops-secret,   BASIC_ELSEWHERE",
                "ADMIN,    Bearer call-secret,   SCOPE"
            })
    void saysWhatIsMissingAndWhatIsTakenThere(AccessLevel level, String authorization, DenialCause cause) {
        Denied denied = (Denied) strict.decide(level, encoded(authorization), Optional::empty);

        assertThat(denied.cause()).isEqualTo(cause);
        if (cause == DenialCause.SCOPE) {
            assertThat(denied.challenges()).isEmpty();
        } else if (level == AccessLevel.DOCUMENT) {
            assertThat(denied.challenges()).containsExactly("Bearer", "Basic realm=\"mehari\", charset=\"UTF-8\"");
        } else {
            assertThat(denied.challenges()).containsExactly("Bearer");
        }
        assertThat(denied.unknownKey()).isEqualTo(cause.name().startsWith("UNKNOWN"));
        assertThat(denied.rejection().message()).doesNotContain("secret").doesNotContain("wrong");
    }

    @Test
    void takesPasswordsWithColonsAndLettersBeyondAscii() {
        for (String secret : List.of("a:b", "schl\u00fcssel", " ")) {
            AccessRules rules =
                    new AccessRules(new SecuritySettings(true, List.of(key("x", secret, Scope.CALL)), List.of()));

            assertThat(rules.decide(AccessLevel.DOCUMENT, encoded("Basic user:" + secret), Optional::empty))
                    .as(secret)
                    .isInstanceOf(Granted.class);
        }
    }

    @Test
    void tellsOnlyTheOwnerThatAKeyHasExpired() {
        ApiKey old =
                new ApiKey("old", KeyHash.of("old-secret"), Set.of(Scope.CALL), Expiry.valueOf("2027-01-31T12:00:00Z"));
        KeyRing ring = new KeyRing(new SecuritySettings(true, List.of(old), List.of()));
        AccessRules before = new AccessRules(ring, true, at("2027-01-31T11:59:59Z"));
        AccessRules after = new AccessRules(ring, true, at("2027-01-31T12:00:00Z"));

        assertThat(before.decide(AccessLevel.CALL, "Bearer old-secret", Optional::empty))
                .isInstanceOf(Granted.class);
        Denied expired = (Denied) after.decide(AccessLevel.CALL, "Bearer old-secret", Optional::empty);
        assertThat(expired.rejection().outcome()).isEqualTo(Outcome.UNAUTHENTICATED);
        assertThat(expired.rejection().message()).contains("old has expired at 2027-01-31T12:00:00Z");
        assertThat(expired.cause()).isEqualTo(DenialCause.EXPIRED);
        assertThat(expired.unknownKey()).isFalse();
        Denied wrong = (Denied) after.decide(AccessLevel.CALL, "Bearer old-secreT", Optional::empty);
        assertThat(wrong.rejection().message()).contains("unknown").doesNotContain("old");
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    /** Name and password in Base64, where there are such. */
    private static String encoded(String authorization) {
        if (authorization == null || !authorization.matches("(?i)basic .*:.*")) {
            return authorization;
        }
        byte[] pair = authorization.substring(6).getBytes(StandardCharsets.UTF_8);
        return authorization.substring(0, 6) + Base64.getEncoder().encodeToString(pair);
    }

    @Test
    void namesTheKeyUsed() {
        assertThat(keyed.decide(AccessLevel.CALL, "Bearer ops-secret", Optional::empty))
                .isEqualTo(new Granted(new Caller("ops", EnumSet.allOf(Scope.class))));
    }

    @Test
    void letsForwardedRequestsThroughWithAKey() {
        assertThat(keyed.decide(AccessLevel.ADMIN, "Bearer ops-secret", () -> Optional.of("via")))
                .isEqualTo(new Granted(new Caller("ops", EnumSet.allOf(Scope.class))));
    }

    @Test
    void refusesToServeTheNetworkWithoutKeys() {
        assertThatThrownBy(() -> open.requireSafeBinding("mehari.data.host", "0.0.0.0", false))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("mehari.data.host is 0.0.0.0")
                .hasMessageContaining("mehari.security.keys");
        assertThatCode(() -> open.requireSafeBinding("mehari.data.host", "127.0.0.1", true))
                .doesNotThrowAnyException();
        assertThatCode(() -> keyed.requireSafeBinding("mehari.data.host", "0.0.0.0", false))
                .doesNotThrowAnyException();
    }

    private static String outcome(AccessDecision decision) {
        return decision instanceof Denied denied ? denied.rejection().outcome().name() : "granted";
    }

    private static ApiKey key(String name, String secret, Scope... scopes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new ApiKey(name, HexFormat.of().formatHex(hash), Set.of(scopes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
