package io.mehari.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.support.CheckedSettings;
import io.mehari.text.StartFailureException;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DatabaseSettingsTest {
    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withUserConfiguration(DatabaseConfiguration.class);

    @Test
    void thereIsNoneByDefault() {
        gateway.run(context -> assertThat(context.getBean(DatabaseSettings.class))
                .isEqualTo(new DatabaseSettings("", "", "", new DatabasePoolSettings(2, 10))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url=postgresql://host/mehari",
                "url=jdbc:h2:mem:x",
                "url=jdbc:postgresql:",
                "url=jdbc:postgresql://ann:geheim@host/mehari",
                "url=jdbc:postgresql://host/mehari?password=geheim",
                "url=jdbc:postgresql://host/mehari?ssl=true&user=ann",
                "pool.min=0",
                "pool.min=11",
                "pool.max=101",
                "host=x"
            })
    void whatMakesNoSenseEndsTheStart(String setting) {
        gateway.withPropertyValues("mehari.database." + setting)
                .run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://host:5432/mehari",
                "jdbc:postgresql://a,b:5433/mehari?targetServerType=primary&sslmode=require",
                "jdbc:postgresql://host/mehari?currentSchema=gateways"
            })
    void urlsOfPostgresqlAreTaken(String url) {
        gateway.withPropertyValues("mehari.database.url=" + url)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void theProfileNamesAPostgresqlOfThisMachineAndVariablesHoldBeforeIt() {
        ApplicationContextRunner files = gateway.withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.location=optional:file:./config/");
        files.run(context ->
                assertThat(context.getBean(DatabaseSettings.class).url()).isEmpty());
        files.withPropertyValues("spring.profiles.active=postgres").run(context -> {
            assertThat(context.getBean(DatabaseSettings.class).url())
                    .isEqualTo("jdbc:postgresql://127.0.0.1:5432/mehari");
            assertThat(context.getEnvironment().getProperty("mehari.cache.database.enabled"))
                    .isEqualTo("true");
        });
        files.withPropertyValues("spring.profiles.active=postgres", "mehari.database.url=jdbc:postgresql://db/gateways")
                .run(context -> assertThat(
                                context.getBean(DatabaseSettings.class).url())
                        .isEqualTo("jdbc:postgresql://db/gateways"));
    }

    @Test
    void thePasswordIsNotInItsText() {
        DatabaseSettings settings = settings("jdbc:postgresql://host/mehari?sslmode=require");
        assertThat(settings.toString()).contains("host", "ann").doesNotContain("geheim");
        assertThat(settings.address()).isEqualTo("postgresql://host/mehari");
    }

    @Test
    void aUrlThatTheDriverCannotReadEndsTheStartInWords() {
        DatabaseSettings settings = settings("jdbc:postgresql://host:port/mehari");
        assertThatThrownBy(() -> SharedDatabase.begin(settings, database -> Optional.empty()))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("mehari.database.url")
                .hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, does not accept mehari.database.username",
        "3D000, no database of the name",
        "53100, disk is full",
        "08006, cannot be reached",
        "25006, takes no writes",
        "XX000, what it said"
    })
    void failuresAreSaidInWords(String state, String words) {
        Exception failure = new IllegalStateException("outer", new SQLException("what it said\nand more", state));
        assertThat(DatabaseFailures.text(state.equals("XX000") ? (Exception) failure.getCause() : failure))
                .contains(words)
                .doesNotContain("and more");
    }

    private static DatabaseSettings settings(String url) {
        return new DatabaseSettings(url, "ann", "geheim", new DatabasePoolSettings(2, 10));
    }
}
