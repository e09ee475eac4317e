package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FixedRoutesTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void loadsFilesWithTheirTexts() {
        load("maintenance/a.camel.yaml", "timer:a", "log: x");
        assertThat(context.getRouteDefinitions()).hasSize(1);
    }

    @Test
    void refusesACircleWithItsFiles() {
        assertThatThrownBy(() -> load("maintenance/a.camel.yaml", "direct:a", "to: direct:a"))
                .isInstanceOf(InvalidRoutesException.class)
                .hasMessageContaining("maintenance/a.camel.yaml")
                .hasMessageContaining("round and round");
    }

    @Test
    void namesTheFileThatIsInvalid() {
        assertThatThrownBy(() -> load("maintenance/a.camel.yaml", "timer:a", "teleport: x"))
                .isInstanceOf(InvalidRoutesException.class)
                .hasMessageContaining("maintenance/a.camel.yaml")
                .hasMessageContaining("teleport");
    }

    private void load(String name, String from, String step) {
        String text = "- route:\n    id: a\n    from:\n      uri: " + from + "\n      steps:\n        - " + step + "\n";
        FixedRoutes.load(context, List.of(new RouteFile(name, text.getBytes(StandardCharsets.UTF_8))));
    }
}
