package io.mehari.component.aitool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiToolTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(1);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void flatParametersBecomeAClosedSchema() throws Exception {
        assertThat(tool("ai-tool:t?parameter.city=string&parameter.city.description=Where&parameter.city.required=true"
                                + "&parameter.days=integer&parameter.days.enum=1,2&parameter.ratio=number"
                                + "&parameter.ratio.enum=0.5&parameter.unit=string&parameter.unit.enum=c, f"
                                + "&parameter.unit.required=false")
                        .definition()
                        .get("inputSchema"))
                .isEqualTo(Tools.json("{'type': 'object', 'properties': {"
                        + "'city': {'type': 'string', 'description': 'Where'},"
                        + "'days': {'type': 'integer', 'enum': [1, 2]},"
                        + "'ratio': {'type': 'number', 'enum': [0.5]},"
                        + "'unit': {'type': 'string', 'enum': ['c', 'f']}},"
                        + "'required': ['city'], 'additionalProperties': false}"));
    }

    @Test
    void tellsWhatCallersWantToKnow() throws Exception {
        ObjectNode definition = tool("ai-tool:t?title=A title&description=What it does&server=weather&readOnlyHint=true"
                        + "&destructiveHint=false&idempotentHint=true&openWorldHint=false&returnDirect=true")
                .definition();
        assertThat(definition.path("name").asText()).isEqualTo("t");
        assertThat(definition.path("title").asText()).isEqualTo("A title");
        assertThat(definition.path("description").asText()).isEqualTo("What it does");
        assertThat(definition.path("annotations"))
                .isEqualTo(Tools.json("{'readOnlyHint': true, 'destructiveHint': false, 'idempotentHint': true,"
                        + " 'openWorldHint': false, 'returnDirect': true}"));
        assertThat(AiToolRegistry.of(context).find("weather", "t")).isPresent();
    }

    @Test
    void saysNothingThatWasNotSaid() throws Exception {
        assertThat(tool("ai-tool:t").definition())
                .isEqualTo(Tools.json("{'name': 't', 'inputSchema': {'type': 'object', 'properties': {},"
                        + " 'additionalProperties': false}}"));
    }

    @Test
    void takesAWholeSchemaInlineOrAsAResource() throws Exception {
        String schema = "{\"type\":\"object\",\"required\":[\"a\"]}";
        assertThat(tool("ai-tool:inline?argSchema=RAW(" + schema + ")")
                        .definition()
                        .get("inputSchema"))
                .isEqualTo(Tools.json(schema));
        context.getRegistry().bind("schemaBean", schema);
        assertThat(tool("ai-tool:resource?argSchema=ref:schemaBean&outputSchema=RAW(" + schema + ")")
                        .definition())
                .isEqualTo(Tools.json(
                        "{'name': 'resource', 'inputSchema': " + schema + ", 'outputSchema': " + schema + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parameter.a=text | use one of string, integer",
                "parameter.a=string&parameter.a.minimum=3 | use description, required or enum",
                "parameter.camelFoo=string | begins with camel",
                "parameter.CAMEL-HTTP=string | begins with camel",
                "parameter.a=integer&parameter.a.enum=one | which is not of type integer",
                "parameter.a=string&argSchema=RAW({\"type\":\"object\"}) | both argSchema and parameter",
                "argSchema=RAW({\"type\":\"array\"}) | not object",
                "argSchema=RAW({\"type\":\"object\",\"properties\":{\"CamelHttpUri\":{}}}) | begins with camel",
                "argSchema=RAW({broken) | Unexpected",
                "argSchema=classpath:no/such.json | no/such.json",
                "readOnly=true | readOnly"
            })
    void refusesOptionsThatContradictThemselves(String options, String reason) {
        assertThatThrownBy(() -> tool("ai-tool:t?" + options)).hasStackTraceContaining(reason);
        assertThat(AiToolRegistry.of(context).tools()).isEmpty();
    }

    @Test
    void twoRoutesCannotOfferOneTool() throws Exception {
        tool("ai-tool:t");
        assertThatThrownBy(() -> tool("ai-tool:t?description=another"))
                .hasStackTraceContaining("Two routes offer the tool t under server camel");
        assertThat(AiToolRegistry.of(context).tools()).hasSize(1);
        tool("ai-tool:t?server=other");
        assertThat(AiToolRegistry.of(context).tools()).hasSize(2);
    }

    @Test
    void isListedWhileItsRouteRuns() throws Exception {
        tool("ai-tool:t");
        String id = context.getRoutes().get(0).getRouteId();
        context.getRouteController().stopRoute(id);
        assertThat(AiToolRegistry.of(context).tools()).isEmpty();
        context.getRouteController().startRoute(id);
        assertThat(AiToolRegistry.of(context).tools()).hasSize(1);
    }

    @Test
    void cannotBeSentTo() {
        assertThatThrownBy(() -> context.getEndpoint("ai-tool:t").createProducer())
                .hasMessageContaining("can only start a route");
    }

    @Test
    void declaredArgumentsBecomeHeadersOfTheirType() throws Exception {
        AiTool tool =
                tool("ai-tool:t?parameter.text=string&parameter.n=integer&parameter.x=number&parameter.b=boolean");
        Exchange exchange = AiToolExchange.of(context, tool, Tools.json("{'text': 'a', 'n': 3, 'x': 0.10, 'b': true}"));
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("text", "a")
                .containsEntry("n", 3)
                .containsEntry("x", new BigDecimal("0.10"))
                .containsEntry("b", true)
                .hasSize(4);
    }

    @Test
    void nestedArgumentsBecomeMapsAndLists() throws Exception {
        AiTool tool = tool("ai-tool:t?argSchema=RAW({\"type\":\"object\",\"properties\":{\"o\":{},\"l\":{}}})");
        Exchange exchange = AiToolExchange.of(context, tool, Tools.json("{'o': {'k': 'v'}, 'l': [1, 'two']}"));
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("o", Map.of("k", "v"))
                .containsEntry("l", List.of(1, "two"));
    }

    @Test
    void undeclaredNamesAndCamelsOwnNeverBecomeHeaders() throws Exception {
        AiTool tool = new AiTool(
                "camel",
                "t",
                Tools.json("{'inputSchema': {'properties': {'a': {}, 'CamelHttpUri': {}, 'cAmelX': {}}}}"),
                null);
        ObjectNode arguments = Tools.json("{'a': 1, 'other': 2, 'CamelHttpUri': 'x', 'cAmelX': 'y'}");
        Exchange exchange = AiToolExchange.of(context, tool, arguments);
        assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("a");
        assertThat(exchange.getMessage().getBody()).isSameAs(arguments);
    }

    @Test
    void aBodyOfJsonConvertsToOneLine() throws Exception {
        tool("ai-tool:t");
        var converter = context.getTypeConverter();
        for (JsonNode tree : new JsonNode[] {
            Tools.json("{'a': {'b': [1, 'ü', 0.10]}}"), Json.read("[1,{\"b\":2}]"), Json.read("true"), Json.read("1.50")
        }) {
            byte[] bytes = Json.text(tree).getBytes(StandardCharsets.UTF_8);
            assertThat(converter.mandatoryConvertTo(String.class, tree)).isEqualTo(Json.text(tree));
            assertThat(converter.mandatoryConvertTo(byte[].class, tree)).isEqualTo(bytes);
            assertThat(converter.mandatoryConvertTo(InputStream.class, tree)).hasBinaryContent(bytes);
        }
        assertThat(converter.mandatoryConvertTo(String.class, Json.read("\"ü\"")))
                .isEqualTo("ü");
        assertThat(converter.mandatoryConvertTo(byte[].class, Json.read("\"ü\"")))
                .isEqualTo("ü".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTextIsOneTextItem() throws Exception {
        assertThat(resultOf("ai-tool:t", "hello")).isEqualTo(Tools.text("hello"));
        assertThat(resultOf("ai-tool:t2", null)).isEqualTo(Tools.text(""));
        assertThat(resultOf("ai-tool:t3", stream("streamed"))).isEqualTo(Tools.text("streamed"));
        assertThat(resultOf("ai-tool:t4", Map.of("a", 1))).isEqualTo(Tools.text("{\"a\":1}"));
    }

    @Test
    void aDeclaredResultIsStructuredAsWell() throws Exception {
        String options = "?outputParameter.a=integer";
        for (Object body : new Object[] {Tools.json("{'a': 1}"), Map.of("a", 1), "{\"a\":1}", stream("{\"a\":1}")}) {
            assertThat(resultOf("ai-tool:t" + body.getClass().getSimpleName() + options, body))
                    .isEqualTo(Tools.text("{\"a\":1}").set("structuredContent", Tools.json("{'a': 1}")));
        }
    }

    @Test
    void aDeclaredResultThatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> resultOf("ai-tool:t?outputParameter.a=integer", "plain"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> resultOf("ai-tool:u?outputParameter.a=integer", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing");
    }

    private ObjectNode resultOf(String uri, Object body) throws Exception {
        AiTool tool = tool(uri);
        Exchange exchange = AiToolExchange.of(context, tool, Tools.json("{}"));
        exchange.getMessage().setBody(body);
        return AiToolExchange.result(tool, exchange);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts a route from there. */
    private AiTool tool(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).setBody(constant("answer"));
            }
        });
        List<AiTool> tools = AiToolRegistry.of(context).tools();
        String name = uri.replaceAll("ai-tool:([^?]*).*", "$1");
        return tools.stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
