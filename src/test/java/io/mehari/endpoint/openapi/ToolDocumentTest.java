package io.mehari.endpoint.openapi;

import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.catalog.schema.ToolSchema;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolDocumentTest {
    private static final Heading HEADING = new Heading("t", "1", "d", Optional.of("/t"));

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void everyReferenceLeadsToAComponent(boolean exact, boolean whole) throws IOException {
        ObjectNode document = AwkwardTools.read().document(exact, whole);

        assertThat(document.at("/components/schemas").properties())
                .allSatisfy(schema -> assertThat(schema.getKey()).matches("[A-Za-z0-9._-]+"));
        List<String> references = references(document, "");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(reference).matches(".* #/components/(schemas|responses)/[A-Za-z0-9._-]+"));
        assertThat(references)
                .allSatisfy(reference -> assertThat(document.at(reference.substring(reference.indexOf("#/") + 1))
                                .isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void shortSchemasReferFromPropertiesAndItemsOnly() throws IOException {
        ObjectNode document = AwkwardTools.read().document(false, false);
        List<String> references = new ArrayList<>();
        document.at("/components/schemas").properties().forEach(schema -> {
            if (!Set.of("HTTPValidationError", "ValidationError").contains(schema.getKey())) {
                references.addAll(references(schema.getValue(), "/" + schema.getKey()));
            }
        });

        assertThat(references)
                .isNotEmpty()
                .allMatch(reference -> reference.matches(".*/(properties/[^/ ]*|items) #.*"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void openWebUiComesToAnEnd(boolean exact) throws IOException {
        ObjectNode document = AwkwardTools.read().document(exact, false);
        OpenWebUi reader = new OpenWebUi(document);

        assertThat(document.get("paths")).allSatisfy(path -> {
            JsonNode arguments = reader.arguments(path.get("post"));
            assertThat(arguments.isMissingNode()
                            || arguments.path("type").asText().equals("object"))
                    .as(path.toString())
                    .isTrue();
        });
        assertThat(reader.arguments(document.at("/paths/~1tree/post")).at("/properties/root/properties/name/type"))
                .hasToString("\"string\"");
    }

    @Test
    void operationIdsAreUnique() throws IOException {
        ObjectNode document = AwkwardTools.read().document(false, false);
        Set<String> ids = new HashSet<>();

        assertThat(document.get("paths"))
                .allSatisfy(
                        path -> assertThat(ids.add(path.at("/post/operationId").asText()))
                                .as(path.toString())
                                .isTrue());
        assertThat(document.at("/paths/~1a-b/post/operationId").asText()).isEqualTo("tool_a_b_post");
        assertThat(document.at("/paths/~1a_b/post/operationId").asText()).isEqualTo("tool_a_b_post_2");
        assertThat(document.get("paths").has("/a%7Bb%7D")).isTrue();
        assertThat(document.get("paths").has("/sl%2Fash")).isTrue();
    }

    @Test
    void aSecondToolOfOneOperationIdIsReported() {
        List<String> warnings = new ArrayList<>();
        List<PathTool> tools =
                List.of(PathTool.byName(Tools.tool("t", "a-b")), PathTool.byName(Tools.tool("t", "a_b")));

        ToolDocument.build(new DocumentStyle(false, false), HEADING, tools, false, warnings::add);

        assertThat(warnings).singleElement().asString().contains("t/a_b", "tool_a_b_post_2", "Open WebUI");
    }

    @Test
    void wholeSchemasAcceptWhatTheGatewayAccepts() throws IOException {
        mustAcceptTheSame(true);
    }

    @Test
    void shortSchemasAcceptWhatTheGatewayAccepts() throws IOException {
        mustAcceptTheSame(false);
    }

    private static void mustAcceptTheSame(boolean whole) throws IOException {
        AwkwardTools awkward = AwkwardTools.read();
        ObjectNode document = awkward.document(false, whole);
        for (int i = 0; i < awkward.tools().size(); i++) {
            Tool tool = awkward.tools().get(i);
            JsonNode body = document.path("paths")
                    .path(PathSegments.path(List.of(tool.name())))
                    .at("/post/requestBody/content/application~1json/schema");
            ObjectNode shown = Json.object();
            shown.set("components", document.get("components"));
            shown.put("$ref", body.path("$ref").asText("#/components"));
            ToolSchema schema = ToolSchema.of(shown);
            assertThat(schema.problem()).as(tool.name()).isEmpty();
            assertThat(awkward.valid().get(i)).allSatisfy(arguments -> {
                assertThat(tool.schema().check(arguments))
                        .as(tool.name() + arguments)
                        .isEmpty();
                assertThat(schema.check(arguments)).as(tool.name() + arguments).isEmpty();
            });
            assertThat(awkward.invalid().get(i)).allSatisfy(arguments -> {
                assertThat(tool.schema().check(arguments))
                        .as(tool.name() + arguments)
                        .isNotEmpty();
                assertThat(schema.check(arguments)).as(tool.name() + arguments).isNotEmpty();
            });
        }
    }

    @Test
    void anExampleIsValid() throws IOException {
        AwkwardTools awkward = AwkwardTools.read();
        ObjectNode document = awkward.document(false, false);
        int examples = 0;
        for (Tool tool : awkward.tools()) {
            JsonNode example = document.path("paths")
                    .path(PathSegments.path(List.of(tool.name())))
                    .at("/post/requestBody/content/application~1json/example");
            if (!example.isMissingNode()) {
                examples++;
                assertThat(tool.schema().check(example)).as(tool.name()).isEmpty();
            }
        }
        assertThat(examples).isGreaterThan(20);
    }

    @Test
    void aToolWithoutArgumentsHasNoBody() throws IOException {
        ObjectNode document = AwkwardTools.read().document(false, false);

        assertThat(document.at("/paths/~1closed/post").has("requestBody")).isFalse();
        assertThat(document.at("/paths/~1free/post/requestBody/required").asBoolean(true))
                .isFalse();
        assertThat(document.at("/paths/~1tree/post/requestBody/required").asBoolean(false))
                .isTrue();
    }

    @Test
    void whatIsTooLargeLosesNothingElse() {
        ObjectNode huge = json("{'name': 'huge', 'inputSchema': {'type': 'object', 'properties': {}}}");
        for (int i = 0; i < 120_000; i++) {
            huge.withObjectProperty("inputSchema")
                    .withObjectProperty("properties")
                    .putObject("p" + i);
        }
        ObjectNode wide = json("{'name': 'wide', 'inputSchema': {'type': 'object', 'properties': {}}}");
        wide.withObjectProperty("inputSchema").set("$defs", doubling(40));
        wide.withObjectProperty("inputSchema")
                .withObjectProperty("properties")
                .putObject("a")
                .put("$ref", "#/$defs/d0");
        ObjectNode plain =
                json("{'name': 'plain', 'inputSchema': {'type': 'object', 'properties': {'x': {'type': 'string'}}}}");
        List<PathTool> tools = List.of(tool(huge), tool(wide), tool(plain));

        for (boolean whole : new boolean[] {true, false}) {
            ObjectNode document =
                    ToolDocument.build(new DocumentStyle(false, false), HEADING, tools, whole, warning -> {});

            assertThat(document.at("/components/schemas/huge_form_model/description")
                            .asText())
                    .contains("too large", "GET /api/v1/tools/");
            assertThat(document.at("/components/schemas/plain_form_model/properties/x/type")
                            .asText())
                    .isEqualTo("string");
            assertThat(Json.bytes(document).length).isLessThan(1_000_000);
        }
    }

    /** Definitions each of which has the next one twice where Open WebUI follows no references. */
    private static ObjectNode doubling(int depth) {
        ObjectNode definitions = Json.object();
        for (int i = 0; i < depth; i++) {
            definitions
                    .putObject("d" + i)
                    .putArray("anyOf")
                    .add(json("{'type': 'array', 'prefixItems': [{'$ref': '#/$defs/d" + (i + 1) + "'}]}"))
                    .add(json("{'not': {'$ref': '#/$defs/d" + (i + 1) + "'}}"));
        }
        definitions.putObject("d" + depth).put("type", "string");
        return definitions;
    }

    private static PathTool tool(ObjectNode definition) {
        return PathTool.byName(Tools.tool("t", definition, Tools.limits().build(), false));
    }

    @Test
    void securityIsDeclaredWhereKeysAre() {
        List<PathTool> tools = List.of(PathTool.byName(Tools.tool("t", "a")));

        ObjectNode open = ToolDocument.build(new DocumentStyle(false, false), HEADING, tools, false, warning -> {});
        ObjectNode closed = ToolDocument.build(new DocumentStyle(false, true), HEADING, tools, false, warning -> {});

        assertThat(open.toString()).doesNotContain("HTTPBearer", "\"401\"");
        assertThat(closed.at("/components/securitySchemes/HTTPBearer/scheme").asText())
                .isEqualTo("bearer");
        assertThat(closed.at("/paths/~1a/post/security/0").has("HTTPBearer")).isTrue();
        assertThat(closed.at("/paths/~1a/post/responses").has("401")).isTrue();
    }

    @Test
    void toolsOfSeveralServersKeepTheirNames() {
        ObjectNode read = json("{'name': 'read', 'inputSchema': {'properties': {'a': {'type': 'string'}}}}");
        List<PathTool> tools = List.of(
                new PathTool(tool(read).tool(), List.of("x", "read")),
                new PathTool(tool(read).tool(), List.of("y", "read")));

        ObjectNode document = ToolDocument.build(new DocumentStyle(false, false), HEADING, tools, false, warning -> {});

        assertThat(document.at("/paths/~1x~1read/post/operationId").asText()).isEqualTo("tool_x_read_post");
        assertThat(document.at("/components/schemas").has("y_read_form_model")).isTrue();
    }

    static List<String> references(JsonNode node, String pointer) {
        List<String> found = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(member -> {
                String place = pointer + "/" + member.getKey();
                if (member.getKey().equals("$ref") && member.getValue().isTextual()) {
                    found.add(pointer + " " + member.getValue().textValue());
                } else {
                    found.addAll(references(member.getValue(), place));
                }
            });
        } else {
            for (int i = 0; i < node.size(); i++) {
                found.addAll(references(node.get(i), pointer + "/" + i));
            }
        }
        return found;
    }
}
