package io.mehari.endpoint.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvelopeDocumentTest {
    private static ObjectNode document(List<Tool> tools, boolean keys) {
        return EnvelopeDocument.build(new DocumentStyle(false, keys), "7", "", tools, true);
    }

    @Test
    void eachToolHasAnOperationWithItsWholeSchema() throws IOException {
        ObjectNode document = document(AwkwardTools.read().tools(), false);

        assertThat(document.at("/info/version").asText()).isEqualTo("7");
        JsonNode tree = document.at("/paths/~1api~1v1~1tools~1awkward~1tree/post");
        assertThat(tree.path("operationId").asText()).isEqualTo("call_awkward_tree");
        assertThat(tree.at("/requestBody/content/application~1json/schema/$ref").asText())
                .endsWith("/awkward_tree_arguments");
        assertThat(document.at("/components/schemas/awkward_tree_arguments_Node/properties/children/items/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/awkward_tree_arguments_Node");
        assertThat(tree.at("/responses/200/content").has("text/event-stream")).isTrue();
        assertThat(tree.get("parameters").findValuesAsText("$ref"))
                .containsExactly(
                        "#/components/parameters/RequestId",
                        "#/components/parameters/IdempotencyKey",
                        "#/components/parameters/Fields");
        assertThat(tree.at("/responses/200/headers").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("X-Request-Id", "Server-Timing", "Idempotency-Replayed", "Idempotency-Kept");
        assertThat(document.get("paths").has("/api/v1/tools/awkward/sl%2Fash")).isTrue();
    }

    @Test
    void anOutputSchemaIsThatOfStructuredContent() throws IOException {
        ObjectNode document = document(RecordedServer.of("everything").tools(), false);

        assertThat(document.at("/paths/~1api~1v1~1tools~1everything~1get-structured-content/post/responses/200/content"
                                + "/application~1json/schema/allOf/1/properties/data/properties/structuredContent/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/everything_get-structured-content_result");
        assertThat(document.at("/components/schemas/everything_get-structured-content_result/properties")
                        .has("temperature"))
                .isTrue();
    }

    @Test
    void everyReferenceLeadsSomewhereAndIdsAreUnique() throws IOException {
        for (boolean keys : new boolean[] {true, false}) {
            ObjectNode document = document(AwkwardTools.read().tools(), keys);
            Set<String> ids = new HashSet<>();
            document.get("paths")
                    .forEach(path -> path.forEach(operation -> assertThat(
                                    ids.add(operation.path("operationId").asText()))
                            .as(operation.path("operationId").asText())
                            .isTrue()));

            document.findValues("$ref")
                    .forEach(reference -> assertThat(!reference.isTextual()
                                    || !document.at(reference.textValue().substring(1))
                                            .isMissingNode())
                            .as(reference.toString())
                            .isTrue());
        }
    }

    @Test
    void documentsThatNeedAKeyTakeItByBasicToo() {
        ObjectNode strict = EnvelopeDocument.build(new DocumentStyle(false, true, true), "7", "", List.of(), true);

        assertThat(strict.at("/components/securitySchemes/HTTPBasic/scheme").asText())
                .isEqualTo("basic");
        assertThat(strict.at("/paths/~1api~1v1~1openapi.json/get/security"))
                .hasToString("[{\"HTTPBearer\":[]},{\"HTTPBasic\":[]}]");
        assertThat(strict.at("/paths/~1api~1v1~1servers/get/security")).hasToString("[{\"HTTPBearer\":[]}]");
        assertThat(strict.at("/paths/~1health~1live/get").has("security")).isFalse();
    }

    @Test
    void whoNeedsAKeyIsSaidWhereKeysAre() {
        ObjectNode closed = document(List.of(), true);
        ObjectNode open = document(List.of(), false);

        assertThat(closed.at("/paths/~1api~1v1~1servers/get/security/0").has("HTTPBearer"))
                .isTrue();
        assertThat(closed.at("/paths/~1health/get").has("security")).isFalse();
        assertThat(open.toString()).doesNotContain("HTTPBearer", "HTTPBasic", "Unauthenticated", "\"401\"");
    }
}
