package io.mehari.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class CommandLineKeyTest {
    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void standsBesideTheConfiguredKeysWhetherTheyAreRightOrNot() {
        add(Map.of("mehari.security.keys[0].name", "ci", "mehari.security.keys[0].sha512", "wrong"));
        assertThat(environment.getProperty("mehari.security.keys[0].name")).isEqualTo("ci");
        assertThat(environment.getProperty("mehari.security.keys[0].sha512")).isEqualTo("wrong");
        assertThat(environment.getProperty("mehari.security.keys[1].sha256")).isEqualTo("hash");
        assertThat(environment.getProperty("mehari.security.keys[1].scopes")).contains("ADMIN", "CALL", "MONITOR");
    }

    @Test
    void isTheOnlyOneWhereNoneIsConfigured() {
        add(Map.of());
        assertThat(environment.getProperty("mehari.security.keys[0].name")).isEqualTo("cli");
    }

    private void add(Map<String, Object> configured) {
        environment.getPropertySources().addLast(new MapPropertySource("file", configured));
        ConfigurationPropertySources.attach(environment);
        CommandLineKey.addTo(environment, "hash");
    }
}
