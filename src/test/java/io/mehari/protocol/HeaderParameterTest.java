package io.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderParameterTest {
    @Test
    void aSchemaWithoutAnnotationsHasNone() throws IOException {
        HeaderParameter.Scan scan = scan("{'type':'object','properties':{'a':{'type':'string'}}}");

        assertThat(scan.parameters()).isEmpty();
        assertThat(scan.problem()).isEmpty();
    }

    @Test
    void propertiesLeadToParameters() throws IOException {
        HeaderParameter.Scan scan = scan("{'properties':{'a':{'type':'string','x-mcp-header':'Region'},"
                + "'properties':{'type':'object','properties':{'n':{'type':'integer','x-mcp-header':'N'}}}}}");

        assertThat(scan.problem()).isEmpty();
        assertThat(scan.parameters())
                .containsExactly(
                        new HeaderParameter("Mcp-Param-Region", List.of("a"), "string"),
                        new HeaderParameter("Mcp-Param-N", List.of("properties", "n"), "integer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'properties':{'a':{'type':'string','x-mcp-header':''}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'a b'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':5}}}",
                "{'properties':{'a':{'type':'number','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':['string'],'x-mcp-header':'A'}}}",
                "{'properties':{'a':{'items':{'type':'string','x-mcp-header':'A'}}}}",
                "{'oneOf':[{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}]}",
                "{'$defs':{'d':{'type':'string','x-mcp-header':'A'}}}",
                "{'type':'string','x-mcp-header':'A'}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A'},'b':{'type':'string','x-mcp-header':'a'}}}"
            })
    void annotationsThatAreNotValidAreReported(String schema) throws IOException {
        assertThat(scan(schema).problem()).isPresent();
    }

    @Test
    void dataThatLooksLikeAnAnnotationIsNone() throws IOException {
        assertThat(scan("{'properties':{'a':{'type':'object','default':{'x-mcp-header':5}}}}")
                        .problem())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "string, '\"x\"', x, true",
        "string, '\"x\"', X, false",
        "boolean, true, true, true",
        "boolean, true, TRUE, false",
        "integer, 42, 42, true",
        "integer, 42, 42.0, true",
        "integer, 42.0, 42, true",
        "integer, 42, 4.2e1, true",
        "integer, 42, 43, false",
        "integer, 42, 42x, false",
        "integer, 42, 1e999999999, false",
        "integer, 9007199254740991, 9007199254740991, true"
    })
    void valuesAreCompared(String type, String argument, String header, boolean same) throws IOException {
        HeaderParameter parameter = new HeaderParameter("Mcp-Param-A", List.of("a"), type);

        assertThat(parameter.agrees(Json.read(argument), header)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "string, 5",
        "boolean, '\"true\"'",
        "integer, 1.5",
        "integer, 9007199254740992",
        "integer, 1e400",
        "string, null"
    })
    void whatIsNotOfTheTypeHasNoHeader(String type, String argument) throws IOException {
        assertThat(new HeaderParameter("Mcp-Param-A", List.of("a"), type).text(Json.read(argument)))
                .isEmpty();
    }

    @Test
    void anArgumentIsFoundBelowObjectsOnly() throws IOException {
        HeaderParameter parameter = new HeaderParameter("Mcp-Param-A", List.of("o", "a"), "string");

        assertThat(parameter.argument(json("{'o':{'a':'x'}}")).asText()).isEqualTo("x");
        assertThat(parameter.argument(json("{'o':5}")).isMissingNode()).isTrue();
        assertThat(parameter.argument(json("{}")).isMissingNode()).isTrue();
    }

    private static HeaderParameter.Scan scan(String schema) throws IOException {
        return HeaderParameter.scan(json(schema));
    }

    private static JsonNode json(String text) throws IOException {
        return Json.read(text.replace('\'', '"'));
    }
}
