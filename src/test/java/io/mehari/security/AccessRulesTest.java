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
        assertThat(outcome(keyed.decide(level, authorization, Optional::empty))).isEqualTo(withKeys);
        assertThat(outcome(strict.decide(level, authorization, Optional::empty)))
                .isEqualTo(inStrictMode);
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
