package io.mehari.configuration.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsVariablesTest {
    private final SettingsVariables variables =
            new SettingsVariables(List.of("mehari.data.port", "mehari.data.max-body", "mehari.security.keys[].sha256"));

    @ParameterizedTest
    @CsvSource({
        "MEHARI_DATA_PRT, MEHARI_DATA_PORT",
        "MEHARI_DATA_MAX_BDY, MEHARI_DATA_MAX_BODY",
        "MEHARI_DATA_MAXBDY, MEHARI_DATA_MAXBODY",
        "mehari_data_prt, MEHARI_DATA_PORT",
        "MEHARI_API_KY, MEHARI_API_KEY",
        "MEHARI_CACHE_MAX_SIZ, MEHARI_CACHE_MAX_SIZE",
        "MEHARI_SECURITY_KEYS_0_SHA, MEHARI_SECURITY_KEYS_0_SHA256",
        "MEHARI_PORT, MEHARI_DATA_PORT"
    })
    void namesMisspeltVariablesAndTheNearestRightOne(String name, String nearest) {
        assertThat(variables.check(Map.of(name, "1")))
                .extracting(SettingsProblem::toString)
                .containsExactly("environment variable " + name + ": unknown name; did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "MEHARI_DATA_PORT, 9000",
        "mehari_data_port, 9000",
        "MEHARI_DATA_MAXBODY, 1MB",
        "MEHARI_DATA_MAX_BODY, 1MB",
        "MEHARI_SECURITY_KEYS_12_SHA256, x",
        "MEHARI_API_KEY, x",
        "MEHARI_POOL_MIN_CONNECTIONS, 2",
        "MEHARI_PROCESS, 4711",
        "PATH, /bin",
        "MEHARIX, 1"
    })
    void takesNamesOfSettingsAndOfMcpoAndThoseOfOthers(String name, String value) {
        assertThat(variables.check(Map.of(name, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MEHARI_SERVICE_HOST, 10.0.0.1",
        "MEHARI_SERVICE_PORT, 8000",
        "MEHARI_SERVICE_PORT_HTTP, 8000",
        "MEHARI_PORT, tcp://10.0.0.1:8000",
        "MEHARI_PORT_8000_TCP, tcp://10.0.0.1:8000",
        "MEHARI_PORT_8000_TCP_ADDR, 10.0.0.1",
        "MEHARI_REDIS_SERVICE_HOST, 10.0.0.2"
    })
    void takesWhatKubernetesSetsForServicesOfThisName(String name, String value) {
        assertThat(variables.check(Map.of(name, value))).isEmpty();
    }

    @Test
    void pointsToTheGuideWhereNothingIsNear() {
        assertThat(variables.check(Map.of("MEHARI_ZZZZZZZZZZZZZZZZZZ", "1")))
                .extracting(SettingsProblem::text)
                .containsExactly("unknown name; docs/guides/configuration.md lists all names");
    }
}
