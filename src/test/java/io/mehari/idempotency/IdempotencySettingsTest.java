package io.mehari.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Valid;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

class IdempotencySettingsTest {
    private final ApplicationContextRunner gateway = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @EnableConfigurationProperties(Settings.class)
    static class Bound {}

    @Validated
    @ConfigurationProperties("test")
    record Settings(@Valid @DefaultValue IdempotencySettings idempotency) {}

    @Test
    void hasTheDocumentedDefaults() {
        gateway.run(context ->
                assertThat(context.getBean(Settings.class).idempotency()).isEqualTo(IdempotencySettings.DEFAULTS));
    }

    @Test
    void takesWhatIsConfigured() {
        gateway.withPropertyValues(
                        "test.idempotency.ttl=1h",
                        "test.idempotency.max-entries=5",
                        "test.idempotency.max-weight=1MB",
                        "test.idempotency.max-answer=1KB",
                        "test.idempotency.grace=0s",
                        "test.idempotency.shared=true")
                .run(context -> assertThat(context.getBean(Settings.class).idempotency())
                        .isEqualTo(new IdempotencySettings(
                                Duration.ofHours(1),
                                5,
                                DataSize.ofMegabytes(1),
                                DataSize.ofKilobytes(1),
                                Duration.ZERO,
                                true)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ttl=0s",
                "ttl=25h",
                "max-entries=0",
                "max-answer=0B",
                "max-answer=33MB",
                "grace=-1s",
                "grace=25h"
            })
    void refusesWhatMakesNoSense(String setting) {
        gateway.withPropertyValues("test.idempotency." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
