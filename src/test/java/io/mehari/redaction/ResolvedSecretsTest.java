package io.mehari.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolvedSecretsTest {
    private final Redaction redaction = new Redaction(List.of());

    @BeforeEach
    @AfterEach
    void forget() {
        ResolvedSecrets.forget();
    }

    @ParameterizedTest
    @CsvSource({
        "crm.token, wavy, no route to wavy.example, no route to [redacted].example",
        "CRM_API_KEY, a b+c, GET /x?k=a+b%2Bc, GET /x?k=[redacted]",
        "CRM_API_KEY, a b+c, GET /x?k=a%20b%2Bc, GET /x?k=[redacted]",
        "crm.id, 8Xk29fMq71LsPd03, peer 8Xk29fMq71LsPd03 closed, peer [redacted] closed",
        "crm.pin, 042, pin was 042, pin was [redacted]",
        "crm.pin, 042, '10421 bytes, 1.042 s, 042nd', '10421 bytes, 1.042 s, 042nd'",
        "env:SMTP_PASSWORD, xyz, 'login failed (xyz)', 'login failed ([redacted])'",
    })
    void isReplacedInAnyText(String name, String value, String text, String clean) {
        ResolvedSecrets.remember(name, value);
        assertThat(redaction.text(text)).isEqualTo(clean);
        assertThat(redaction.copy(Json.object().put("note", text)).path("note").textValue())
                .isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({
        "crm.host, crm.example.com",
        "crm.token-url, crm.example.com",
        "session.timeout, 5000",
        "token.enabled, true",
        "crm.secret, none",
        "crm.level, INFO",
        "crm.port, 8080",
        "secret.count, 12",
    })
    void whatIsNoSecretStays(String name, String value) {
        ResolvedSecrets.remember(name, value);
        assertThat(redaction.text("it was " + value + " then")).isEqualTo("it was " + value + " then");
    }

    @Test
    void theLongestIsReplacedFirstAndTheListIsBounded() {
        ResolvedSecrets.remember("a.token", "salt");
        ResolvedSecrets.remember("b.token", "saltlake");
        assertThat(redaction.text("x saltlake y salt")).isEqualTo("x [redacted] y [redacted]");
        for (int i = 0; i < 300; i++) {
            ResolvedSecrets.remember("c.token", "many" + i + "z");
        }
        assertThat(redaction.text("many299z salt")).isEqualTo("many299z [redacted]");
    }
}
