package io.mehari.endpoint.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.target.PathPrefix;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In {@code compat: exact} documents are those that mcpo 0.0.20 makes of the same servers. */
class McpoDocumentTest {
    static Stream<String> servers() {
        return RecordedServer.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void isThatOfMcpo(String name) throws IOException {
        RecordedServer server = RecordedServer.of(name);

        ObjectNode document = server.document(true, false);

        assertThat(document.get("info")).isEqualTo(server.ofMcpo().get("info"));
        assertThat(document.get("servers")).isEqualTo(server.ofMcpo().get("servers"));
        mustBe(document.get("paths"), server.ofMcpo().get("paths"));
        mustBe(document.at("/components/schemas"), server.ofMcpo().at("/components/schemas"));
        assertThat(document).isEqualTo(server.ofMcpo());
    }

    /** Member by member, so that a difference is seen. */
    private static void mustBe(JsonNode ours, JsonNode theirs) {
        assertThat(ours.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(theirs.properties().stream()
                        .map(java.util.Map.Entry::getKey)
                        .toList());
        theirs.properties()
                .forEach(member -> assertThat(ours.get(member.getKey()))
                        .as(member.getKey())
                        .isEqualTo(member.getValue()));
    }

    @Test
    void ofAllServersIsAListOfLinks() throws IOException {
        Heading heading = new DocumentTexts(RecordedServer.EXACT, PathPrefix.ROOT)
                .ofAll(List.of("probe", "two", "everything", "web"));

        assertThat(ToolDocument.build(new DocumentStyle(true, false), heading, List.of(), false, warning -> {}))
                .isEqualTo(RecordedServer.read("root.openapi.json"));
    }
}
