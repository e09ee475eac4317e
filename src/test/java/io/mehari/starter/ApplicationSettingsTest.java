package io.mehari.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ApplicationSettingsTest {
    private final StandardEnvironment application = new StandardEnvironment();
    private final StandardEnvironment gateway = new StandardEnvironment();

    private void give() {
        ApplicationSettings.of(application).addTo(gateway.getPropertySources());
    }

    private void file(String name, String value) {
        application.getPropertySources().addLast(new MapPropertySource("file " + name, Map.of(name, value)));
    }

    @Test
    void settingsOfTheGatewayAndOfComponentsAreGiven() {
        file("mehari.data.port", "${shop.port}");
        file("shop.port", "8100");
        file("camel.component.seda.queue-size", "7");
        give();
        assertThat(gateway.getProperty("mehari.data.port")).isEqualTo("8100");
        assertThat(gateway.getProperty("camel.component.seda.queue-size")).isEqualTo("7");
    }

    @Test
    void othersAreThereByNameButNotThoseOfFrameworks() {
        file("shop.currency", "EUR");
        file("spring.datasource.url", "jdbc:h2:mem:shop");
        file("server.port", "8080");
        file("logging.level.root", "ERROR");
        file("camel.main.name", "shop");
        give();
        assertThat(gateway.getProperty("shop.currency")).isEqualTo("EUR");
        assertThat(gateway.getProperty("spring.datasource.url")).isNull();
        assertThat(gateway.getProperty("server.port")).isNull();
        assertThat(gateway.getProperty("logging.level.root")).isNull();
        assertThat(gateway.getProperty("camel.main.name")).isNull();
    }

    @Test
    void argumentsGoBeforeTheProcessAndFilesAfter() {
        String name = "mehari.test.of-order";
        System.setProperty(name, "process");
        try {
            file(name, "file");
            give();
            assertThat(gateway.getProperty(name)).isEqualTo("process");
            application.getPropertySources().addFirst(new MapPropertySource("arguments", Map.of(name, "argument")));
            StandardEnvironment second = new StandardEnvironment();
            ApplicationSettings.of(application).addTo(second.getPropertySources());
            assertThat(second.getProperty(name)).isEqualTo("argument");
        } finally {
            System.clearProperty(name);
        }
    }
}
