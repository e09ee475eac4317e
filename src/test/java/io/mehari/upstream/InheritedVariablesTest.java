package io.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InheritedVariablesTest {
    private static final InheritedVariables ALL = new InheritedVariables(true, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "Path",
                "HOME",
                "LANG",
                "LC_CTYPE",
                "TMPDIR",
                "http_proxy",
                "HTTPS_PROXY",
                "no_proxy",
                "XDG_CACHE_HOME",
                "npm_config_cache",
                "UV_CACHE_DIR",
                "SSL_CERT_FILE",
                "JAVA_HOME",
                "DOCKER_HOST",
                "SystemRoot",
                "APPDATA"
            })
    void passesWhatProgramsAndLaunchersNeed(String name) {
        assertThat(InheritedVariables.USUAL.of(Map.of(name, "x"))).containsOnlyKeys(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CRM_DB_PASSWORD",
                "GITHUB_TOKEN",
                "AWS_SECRET_ACCESS_KEY",
                "NPM_TOKEN",
                "npm_config__auth",
                "UV_PUBLISH_TOKEN",
                "PATHOLOGY",
                "SSH_AUTH_SOCK",
                "API_KEY"
            })
    void keepsEverythingElse(String name) {
        assertThat(InheritedVariables.USUAL.of(Map.of(name, "x"))).isEmpty();
        assertThat(ALL.of(Map.of(name, "x"))).containsOnlyKeys(name);
        assertThat(new InheritedVariables(false, List.of(name)).of(Map.of(name, "x")))
                .containsOnlyKeys(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MEHARI_API_KEY",
                "mehari_api_key",
                "MEHARI_SECURITY_KEYS_0_SHA256",
                "MCPO_API_KEY",
                "mehari.data.port",
                "MEHARI_PROCESS",
                "SPRING_APPLICATION_JSON",
                "mehari-x",
                "MEHARI"
            })
    void neverPassesASettingOfTheGateway(String name) {
        Map<String, String> environment = new TreeMap<>(Map.of(name, "x", "MEHARISH", "y", "PATH", "z"));
        assertThat(ALL.of(environment)).containsOnlyKeys("MEHARISH", "PATH");
        assertThat(new InheritedVariables(false, List.of(name, "*")).of(environment))
                .containsOnlyKeys("MEHARISH", "PATH");
    }

    @Test
    void withholdsWhatItIsToldTo() {
        Map<String, String> environment = Map.of("PATH", "a", "HTTP_PROXY", "b", "LANG", "c");
        assertThat(InheritedVariables.USUAL.without(Set.of("http_proxy")).of(environment))
                .containsOnlyKeys("PATH", "LANG");
        assertThat(ALL.without(Set.of("PATH", "LANG")).of(environment)).containsOnlyKeys("HTTP_PROXY");
    }
}
