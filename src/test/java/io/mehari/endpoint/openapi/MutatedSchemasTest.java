package io.mehari.endpoint.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.catalog.schema.Mutation;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever servers write into definitions of tools, there is a document, and each of its references leads somewhere. */
class MutatedSchemasTest {
    private static final int TIMES = 15;
    private static final Heading HEADING = new Heading("t", "1", "", Optional.empty());

    @Test
    void thereIsADocumentOfEveryDefinition() throws IOException {
        Mutation mutation = new Mutation(Trials.random(9_001));
        List<Tool> originals = AwkwardTools.read().tools();
        for (int i = 0; i < TIMES; i++) {
            List<Tool> tools = new ArrayList<>();
            for (Tool original : originals) {
                ObjectNode definition = mutation.of(original.definition());
                definition.put("name", original.name());
                tools.add(Tools.tool("t", definition, Tools.limits().build(), false));
            }
            List<String> warnings = new ArrayList<>();
            for (boolean whole : new boolean[] {true, false}) {
                for (boolean exact : new boolean[] {true, false}) {
                    mustBeWhole(ToolDocument.build(
                            new DocumentStyle(exact, false),
                            HEADING,
                            tools.stream().map(PathTool::byName).toList(),
                            whole,
                            warnings::add));
                }
                mustBeWhole(EnvelopeDocument.build(new DocumentStyle(false, true), "1", "", tools, whole));
            }
            assertThat(warnings).noneMatch(warning -> warning.contains("cannot be shown"));
        }
    }

    private static void mustBeWhole(ObjectNode document) throws IOException {
        StoredDocument stored = StoredDocument.of(document);
        JsonNode read = Json.read(stored.bytes());
        assertThat(ToolDocumentTest.references(read, ""))
                .allSatisfy(reference -> assertThat(read.at(reference.substring(reference.lastIndexOf(" #/") + 2))
                                .isMissingNode())
                        .as(reference)
                        .isFalse());
        ObjectNode older = OpenApi30.convertIf(new DocumentOptions(false, false, true), document);
        assertThat(StoredDocument.of(older).bytes()).isNotEmpty();
    }
}
