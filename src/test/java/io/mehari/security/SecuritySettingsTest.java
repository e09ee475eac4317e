package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Scope;
import io.mehari.security.SecuritySettings.ApiKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SecuritySettingsTest {
    private static final String HASH = "a".repeat(64);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
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
