package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSummaryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name': 'read', 'inputSchema': {'type': 'object'}}",
                "{'name': 'lésen/語', 'title': 'A', 'description': 'reads \\n a file', 'inputSchema': {}}",
                "{'name': 'odd', 'title': null, 'description': ['of', {'no': 'text'}]}"
            })
    void whatIsWrittenIsWhatTheTreeSays(String definition) throws IOException {
        ToolCatalog catalog = new ToolCatalog();
        catalog.replace(ToolSource.of(Tools.settings("files")), List.of(Tools.json(definition)));
        Tool tool = catalog.tools().get(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            ToolSummary.write(json, tool);
        }
        assertThat(Json.read(bytes.toByteArray())).isEqualTo(ToolSummary.of(tool));
        assertThat(ToolSummary.of(tool).path("server").asText()).isEqualTo("files");
    }
}
