package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Scope;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.security.SecuritySettings.Throttle;
import io.mehari.support.CheckedSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SecuritySettingsTest {
    private static final String HASH = "a".repeat(64);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(SecurityConfiguration.class);

    @Test
    void isOpenByDefault() {
        runner.run(context -> assertThat(context.getBean(SecuritySettings.class))
                .isEqualTo(new SecuritySettings(false, List.of(), List.of())));
    }

    @Test
    void readsKeysScopesAndOrigins() {
        runner.withPropertyValues(
                        "mehari.security.strict=true",
                        "mehari.security.keys[0].name=ops",
                        "mehari.security.keys[0].sha256=" + HASH,
                        "mehari.security.keys[0].scopes=call,admin",
                        "mehari.security.allowed-origins=https://a.example,https://b.example")
                .run(context -> assertThat(context.getBean(SecuritySettings.class))
                        .isEqualTo(new SecuritySettings(
                                true,
                                List.of(new ApiKey("ops", HASH, Set.of(Scope.CALL, Scope.ADMIN))),
                                List.of("https://a.example", "https://b.example"))));
    }

    @Test
    void refusesAKeyInClear() {
        runner.withPropertyValues(
                        "mehari.security.keys[0].name=ops",
                        "mehari.security.keys[0].sha256=my-secret",
                        "mehari.security.keys[0].scopes=call")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void refusesAKeyWithoutScopes() {
        runner.withPropertyValues("mehari.security.keys[0].name=ops", "mehari.security.keys[0].sha256=" + HASH)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void refusesTwoKeysOfOneName() {
        ApiKey key = new ApiKey("ops", HASH, Set.of(Scope.CALL));

        assertThatThrownBy(() -> new SecuritySettings(false, List.of(key, key), List.of()))
                .hasMessageContaining("same name");
    }

    @Test
    void refusesTwoKeysOfOneHash() {
        List<ApiKey> twice = List.of(
                new ApiKey("ops", HASH, Set.of(Scope.CALL)),
                new ApiKey("ci", HASH.toUpperCase(Locale.ROOT), Set.of(Scope.CALL)));

        assertThatThrownBy(() -> new SecuritySettings(false, twice, List.of()))
                .hasMessageContaining("the keys ops and ci have the same sha256")
                .hasMessageNotContaining(HASH);
    }

    @Test
    void refusesTheNameOfStrangers() {
        ApiKey key = new ApiKey("Anonymous", HASH, Set.of(Scope.CALL));

        assertThatThrownBy(() -> new SecuritySettings(false, List.of(key), List.of()))
                .hasMessageContaining("no key may be called Anonymous");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-31, true",
        "2027-01-31T12:00:00Z, true",
        "soon, false",
    })
    void readsExpiries(String expires, boolean valid) {
        runner.withPropertyValues(
                        "mehari.security.keys[0].name=ops",
                        "mehari.security.keys[0].sha256=" + HASH,
                        "mehari.security.keys[0].scopes=call",
                        "mehari.security.keys[0].expires=" + expires)
                .run(context -> {
                    if (valid) {
                        assertThat(context.getBean(SecuritySettings.class)
                                        .keys()
                                        .get(0)
                                        .expires())
                                .isEqualTo(Expiry.valueOf(expires));
                    } else {
                        assertThat(context).hasFailed();
                    }
                });
    }

    @Test
    void readsTheThrottleAndTheFileOfKeys() {
        runner.withPropertyValues("mehari.security.throttle.failures=5", "mehari.security.throttle.window=10s")
                .run(context -> {
                    assertThat(context.getBean(SecuritySettings.class).throttle())
                            .isEqualTo(new Throttle(5, Duration.ofSeconds(10)));
                    assertThat(context.getBeanProvider(KeysFileWatch.class).stream())
                            .isEmpty();
                });
        runner.withPropertyValues("mehari.security.throttle.window=0s")
                .run(context -> assertThat(context).hasFailed());
        runner.withPropertyValues("mehari.security.keys-file=no/such.yaml")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("no/such.yaml does not exist"));
    }

    @Test
    void refusesStrictModeWithoutKeys() {
        assertThatThrownBy(() -> new SecuritySettings(true, List.of(), List.of()))
                .hasMessageContaining("strict");
    }

    @Test
    void keepsHashesOutOfText() {
        ApiKey key = new ApiKey("ops", HASH, Set.of(Scope.CALL));

        assertThat(new SecuritySettings(false, List.of(key), List.of()).toString())
                .contains("ops")
                .doesNotContain(HASH);
    }
}
