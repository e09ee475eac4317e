package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.launch.GatewayFixture;
import io.mehari.launch.RouteFilesCheck;
import io.mehari.routes.check.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in Camel's XML DSL among those in YAML. */
@DisplayName("S0.7: route files in XML are part of a generation as those in YAML are")
class XmlRoutesTest {
    private static final String FILE = "tools/greeting.camel.xml";

    private static final String GREETING = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- A tool in XML. -->
            <route id="greeting">
              <from uri="ai-tool:greeting?description=Says hello&amp;parameter.name=string"/>
              <setBody>
                <simple>Hello ${header.name}</simple>
              </setBody>
              <to uri="direct:punctuation"/>
            </route>
            """;

    private static final String PUNCTUATION = """
            - route:
                id: punctuation
                from:
                  uri: direct:punctuation
                  steps:
                    - setBody:
                        simple: ${body}!
            """;

    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
        gateway.write("pipeline/punctuation.camel.yaml", PUNCTUATION);
        gateway.write(FILE, GREETING);
        gateway.reload();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String greeting() {
        return ((Success) gateway.outcome("camel", "greeting", "{'name': 'Ada'}"))
                .result()
                .at("/content/0/text")
                .asText();
    }

    private List<Finding> check() {
        return RouteFilesCheck.of(gateway.routes, false, gateway.plugins, Set.of("files"), name -> null)
                .findings();
    }

    @Test
    void itServesAndChangesLikeAnyOther() {
        assertThat(greeting()).isEqualTo("Hello Ada!");
        assertThat(check()).isEmpty();
        assertThat(gateway.generations.warnings()).isEmpty();

        gateway.write(FILE, GREETING.replace("Hello", "Good day"));
        gateway.reload();
        assertThat(greeting()).isEqualTo("Good day Ada!");

        gateway.delete(FILE);
        gateway.reload();
        assertThat(gateway.outcome("camel", "greeting", "{}").outcome()).isEqualTo(Outcome.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "</setBody>|</setBdy>|greeting.camel.xml, line 7|not XML",
                "<setBody>|<setBdy>|greeting.camel.xml, line 7|not XML",
                "<to uri=|<tu uri=|greeting.camel.xml, line 8|tu",
                "direct:punctuation|direct:nobody|greeting.camel.xml|nobody",
                "direct:punctuation|nosuch:x|greeting.camel.xml|nosuch",
                "Hello ${header.name}|Hello ${nosuch.function}|greeting.camel.xml|nosuch.function",
                "id=\"greeting\"|id=\"punctuation\"|greeting.camel.xml|punctuation"
            })
    void whatIsWrongIsRefusedByFileAndTheRestServes(String right, String wrong, String place, String said) {
        gateway.write(FILE, GREETING.replace(right, wrong));
        assertThatThrownBy(gateway::reload).hasMessageContaining(place).hasMessageContaining(said);
        assertThat(greeting()).isEqualTo("Hello Ada!");
    }

    @Test
    void theCheckTellsFileLineAndReason() {
        gateway.write(FILE, GREETING.replace("<to uri", "<tu uri"));
        assertThat(check()).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).isTrue();
            assertThat(finding.file()).endsWith(FILE);
            assertThat(finding.line()).isEqualTo(8);
            assertThat(finding.text()).contains("tu");
        });
        gateway.write(FILE, GREETING.replace("id=\"greeting\"", "id=\"punctuation\""));
        assertThat(check())
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .contains("its route id punctuation is that of pipeline/punctuation.camel.yaml"));
        gateway.write(
                FILE,
                "<routes>" + GREETING.substring(GREETING.indexOf("<route"))
                        + "<route id='b'><from uri='direct:b'/><stop/></route></routes>");
        assertThat(check())
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("a file holds exactly one route"));
    }

    @Test
    void nothingIsFetchedOrReadFromElsewhere() {
        gateway.write(
                FILE,
                GREETING.replace("<route id", "<!DOCTYPE route [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><route id")
                        .replace("Hello", "&x;"));
        assertThatThrownBy(gateway::reload).hasMessageContaining("greeting.camel.xml");
        assertThat(greeting()).isEqualTo("Hello Ada!");
    }

    @Test
    void javaAndOtherFilesAreNamedWithWhatToDo() {
        gateway.write("tools/Greeting.java", "class Greeting {}");
        gateway.write("tools/data.xml", "<data/>");
        assertThat(new RouteFiles(gateway.routes).passedOver())
                .containsExactly(
                        "tools/Greeting.java is passed over: Java routes belong into a jar in plugins/",
                        "tools/data.xml is passed over: only names that end with .yaml or .camel.xml are read");
    }
}
