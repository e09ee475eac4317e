package io.mehari.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.MehariApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class NeededAutoConfigurationsTest {
    private static final String SEDA = "org.apache.camel.component.seda.springboot.SedaComponentAutoConfiguration";

    private final StandardEnvironment environment = new StandardEnvironment();

    private boolean isNeeded(String configuration) {
        ConfigurationPropertySources.attach(environment);
        NeededAutoConfigurations filter = new NeededAutoConfigurations();
        filter.setEnvironment(environment);
        return filter.match(new String[] {configuration}, null)[0];
    }

    private void set(String name, String value) {
        environment.getPropertySources().addLast(new MapPropertySource(name, Map.of(name, value)));
    }

    @Test
    void ofAllThatIsThereTheseAreKept() {
        List<String> kept = new ArrayList<>();
        ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
                .forEach(configuration -> {
                    if (isNeeded(configuration)) {
                        kept.add(configuration.replaceFirst("^.*\\.", ""));
                    }
                });

        assertThat(kept)
                .containsExactlyInAnyOrder(
                        "CamelAutoConfiguration",
                        "ConfigurationPropertiesAutoConfiguration",
                        "LifecycleAutoConfiguration",
                        "PropertyPlaceholderAutoConfiguration");
    }

    @Test
    void oneSettingOfCamelKeepsAllOfCamel() {
        assertThat(isNeeded(SEDA)).isFalse();
        set("camel.main.name", "mehari");
        assertThat(isNeeded(SEDA)).isFalse();
        set("camel.component.seda.queue-size", "7");
        assertThat(isNeeded(SEDA)).isTrue();
        assertThat(isNeeded("org.apache.camel.spring.boot.vault.AwsVaultAutoConfiguration"))
                .isTrue();
        assertThat(isNeeded("org.springframework.boot.autoconfigure.aop.AopAutoConfiguration"))
                .isFalse();
    }

    @Test
    void soDoesAVariable() {
        environment
                .getPropertySources()
                .addLast(new SystemEnvironmentPropertySource(
                        "test-systemEnvironment", Map.of("CAMEL_LANGUAGE_JQ_ENABLED", "true")));
        assertThat(isNeeded(SEDA)).isTrue();
    }

    @Test
    void whatOtherJarsBringAndWhatIsImportedIsKept() {
        assertThat(List.of(
                        "com.example.OwnAutoConfiguration",
                        "org.apache.camel.observability.starter.CamelObservabilityServicesAutoConfiguration",
                        "org.apache.camel.spring.boot.TypeConversionConfiguration",
                        "org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration$Imported"))
                .allMatch(this::isNeeded);
    }

    @Test
    void settingsOfComponentsTakeEffect(@TempDir Path folder) throws Exception {
        String servers = Files.writeString(folder.resolve("mcp-servers.json"), "{\"mcpServers\": {}}")
                .toString();
        try (var gateway = new SpringApplicationBuilder(MehariApplication.class)
                .run(
                        "--mehari.data.host=127.0.0.1",
                        "--mehari.data.port=0",
                        "--mehari.servers.file=" + servers,
                        "--mehari.dead-letters.directory=" + folder.resolve("dead-letters"),
                        "--camel.component.seda.queue-size=7",
                        "--logging.level.root=WARN")) {
            CamelContext camel = gateway.getBean(CamelContext.class);
            assertThat(camel.getComponent("seda", SedaComponent.class).getQueueSize())
                    .isEqualTo(7);
        }
    }
}
