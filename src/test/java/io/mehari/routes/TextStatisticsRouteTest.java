package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;

/** The tool text_statistics: what it says of itself, and what it counts. */
@TestPropertySource(properties = "route=tools/text-statistics.camel.yaml")
class TextStatisticsRouteTest extends RouteFixture {
    @Override
    void replaceNeighbours() {
        // it has none: it is written without any Java
    }

    @Test
    void saysWhatItTakesAndGives() {
        ObjectNode definition = tool().definition();
        assertThat(tool().server()).isEqualTo("camel");
        assertThat(definition.path("name").asText()).isEqualTo("text_statistics");
        assertThat(definition.path("title").asText()).isEqualTo("Text statistics");
        assertThat(definition.path("description").asText()).isNotBlank();
        assertThat(definition.path("inputSchema"))
                .isEqualTo(Tools.json("{'type': 'object', 'properties': {'text': {'type': 'string',"
                        + " 'description': 'The text to count in'}}, 'required': ['text'],"
                        + " 'additionalProperties': false}"));
        assertThat(definition.path("outputSchema"))
                .isEqualTo(Tools.json("{'type': 'object', 'properties': {'characters': {'type': 'integer'},"
                        + " 'lines': {'type': 'integer'}, 'words': {'type': 'integer'}}}"));
        assertThat(definition.path("annotations"))
                .isEqualTo(Tools.json("{'readOnlyHint': true, 'openWorldHint': false}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                    0, 0, 0",
        "'one',                 3, 1, 1",
        "' one  two\tthree ',   16, 3, 1",
        "'one\ntwo three\n',    14, 3, 2",
        "'one\n\ntwo',          8, 2, 3",
        "'\n',                   1, 0, 1",
        "'\n\n',                 2, 0, 2",
        "'one\r\ntwo\r\n',       10, 2, 2",
        "'one\n\n',              5, 1, 2",
        "'\u00a0\u3000',          2, 0, 1",
        "'\u00fcber \uD83D\uDE00', 6, 2, 1"
    })
    void countsCharactersWordsAndLines(String text, int characters, int words, int lines) throws Exception {
        ObjectNode counts =
                Json.object().put("characters", characters).put("words", words).put("lines", lines);
        ObjectNode answer = call(Json.object().put("text", text));
        assertThat(answer.path("structuredContent")).isEqualTo(counts);
        assertThat(Json.read(answer.at("/content/0/text").asText())).isEqualTo(counts);
    }
}
