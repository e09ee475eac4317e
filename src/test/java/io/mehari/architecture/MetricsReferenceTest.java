package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/metrics.md} has every metric of the gateway; dashboard and alerting rules name no others. */
class MetricsReferenceTest {
    private static final Path DEPLOYED = Path.of("deploy", "grafana");
    private static final Pattern NAME = Pattern.compile("\\bmehari_[a-z_]+");

    @Test
    void everyMetric() {
        List<List<String>> rows = Arrays.stream(GatewayMetric.values())
                .map(metric -> List.of(
                        "`" + metric.title() + "`",
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.labels().isEmpty()
                                ? "none"
                                : metric.labels().stream()
                                        .map(label -> "`" + label + "`")
                                        .collect(Collectors.joining(", ")),
                        metric.help()))
                .toList();

        new ReferenceTable("reference/metrics.md", "metrics").mustBe(rows);
    }

    @Test
    void dashboardAndRulesNameOnlyMetricsThatThereAre() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String file : List.of("mehari-alerts.yml", "mehari-dashboard.json")) {
            Matcher names = NAME.matcher(Files.readString(DEPLOYED.resolve(file)));
            while (names.find()) {
                named.add(names.group().replaceFirst("_bucket$", ""));
            }
        }
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named)
                .isSubsetOf(Arrays.stream(GatewayMetric.values())
                        .map(GatewayMetric::title)
                        .toList());
    }

    @Test
    void everyPanelHasAQuestionAndItsPlace() throws IOException {
        JsonNode dashboard = Json.read(Files.readString(DEPLOYED.resolve("mehari-dashboard.json")));
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertThat(title).isNotEmpty();
            assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
            assertThat(panel.at("/gridPos/w").asInt()).as(title).isBetween(1, 24);
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("targets")).as(title).isNotEmpty();
                panel.path("targets")
                        .forEach(target -> assertThat(target.path("expr").asText())
                                .as(title)
                                .isNotEmpty());
            }
        }
    }
}
