package io.mehari.configuration.settings;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Sections in which nothing is set are not looked at, which is right as long as their defaults fit. */
class SettingsValuesTest {
    private static final ValidatorFactory VALIDATION =
            Validation.byDefaultProvider().configure().ignoreXmlConfiguration().buildValidatorFactory();

    private static final Validator VALIDATOR = VALIDATION.getValidator();

    @AfterAll
    static void close() {
        VALIDATION.close();
    }

    @Test
    void theDefaultsOfEverySectionFit() {
        SettingsValues values = values(new MapPropertySource("nothing", Map.of()));
        Map<String, Class<?>> types = SettingsTypes.find();
        List<SettingsProblem> problems = new ArrayList<>();
        types.forEach((prefix, type) -> values.checkAlways(prefix, type, problems::add));
        assertThat(types).hasSizeGreaterThan(20);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mehari.data.port, 70000, mehari.data",
        "mehari.data.tls.certificate, none.pem, mehari.data",
        "mehari.data, 5, mehari.data",
        "MEHARI_DATA_PORT, 70000, mehari.data",
        "MEHARI_DEAD_LETTERS_MAXENTRIES, -1, mehari.dead-letters",
        "MEHARI_DEADLETTERS_MAXENTRIES, -1, mehari.dead-letters"
    })
    void aSectionIsLookedAtWhereverSomethingInItIsSet(String name, String value, String section) {
        Class<?> type = SettingsTypes.find().get(section);
        Map<String, Object> entries = Map.of(name, value);
        PropertySource<?> source = name.startsWith("MEHARI")
                ? new SystemEnvironmentPropertySource("test-systemEnvironment", entries)
                : new MapPropertySource("test", entries);
        List<SettingsProblem> problems = new ArrayList<>();
        List<SettingsProblem> expected = new ArrayList<>();
        values(source).checkAlways(section, type, expected::add);
        values(source).check(section, type, problems::add);
        assertThat(problems)
                .extracting(SettingsProblem::toString)
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(SettingsProblem::toString).toList());
    }

    private static SettingsValues values(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(source);
        ConfigurationPropertySources.attach(environment);
        return new SettingsValues(environment, VALIDATOR);
    }
}
