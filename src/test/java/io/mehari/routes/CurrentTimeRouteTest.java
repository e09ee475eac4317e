package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayBeans;
import io.mehari.support.Tools;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The tool current_time: what it says of itself, and the time it tells. */
@TestPropertySource(properties = "route=tools/current-time.camel.yaml")
@Import({GatewayBeans.class, CurrentTimeRouteTest.StoppedClock.class})
class CurrentTimeRouteTest extends RouteFixture {
    private static final Instant NOW = Instant.parse("2026-01-31T23:30:00Z");

    @TempDir
    static Path directory;

    @DynamicPropertySource
    static void keepDeadLettersThere(DynamicPropertyRegistry properties) {
        properties.add("mehari.dead-letters.directory", directory::toString);
    }

    @Override
    void replaceNeighbours() {
        // the tool runs on the gateway's own beans
    }

    @Test
    void saysWhatItTakesAndGives() {
        ObjectNode definition = tool().definition();
        assertThat(tool().server()).isEqualTo("camel");
        assertThat(definition.path("name").asText()).isEqualTo("current_time");
        assertThat(definition.path("title").asText()).isEqualTo("Current time");
        assertThat(definition.path("description").asText()).isNotBlank();
        assertThat(definition.at("/inputSchema/properties/zone/type").asText()).isEqualTo("string");
        assertThat(definition.at("/inputSchema/properties/zone/description").asText())
                .contains("UTC if left out");
        assertThat(definition.path("inputSchema").has("required"))
                .as("zone may be left out")
                .isFalse();
        assertThat(definition.path("annotations"))
                .isEqualTo(Tools.json("{'readOnlyHint': true, 'openWorldHint': false}"));
    }

    @ParameterizedTest
    @CsvSource({
        "{},                         2026-01-31T23:30:00Z,      UTC,           Saturday, Z",
        "{'zone': 'Europe/Berlin'},  2026-02-01T00:30:00+01:00, Europe/Berlin, Sunday,   +01:00",
        "{'zone': 'Asia/Shanghai'},  2026-02-01T07:30:00+08:00, Asia/Shanghai, Sunday,   +08:00"
    })
    void tellsTheTimeInTheZone(String arguments, String time, String zone, String weekday, String offset)
            throws Exception {
        ObjectNode told = Json.object()
                .put("time", time)
                .put("zone", zone)
                .put("weekday", weekday)
                .put("utc_offset", offset)
                .put("unix_seconds", NOW.getEpochSecond());
        JsonNode answer = call(Tools.json(arguments)).path("structuredContent");
        assertThat(Json.text(answer)).isEqualTo(Json.text(told));
        assertThat(answer.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(promised());
    }

    private List<String> promised() {
        List<String> names = new ArrayList<>();
        tool().definition().at("/outputSchema/required").forEach(name -> names.add(name.asText()));
        return names;
    }

    @Test
    void tellsWhatIsWrongWithAZone() {
        assertThatThrownBy(() -> call(Tools.json("{'zone': 'Nowhere'}")))
                .isInstanceOf(ToolArgumentException.class)
                .hasMessageContaining("Europe/Berlin");
    }

    /** Time that stands still. */
    static class StoppedClock {
        @Bean
        @Primary
        Clock stoppedClock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }
    }
}
