package io.mehari.endpoint.mcp.offer;

import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservedMetaTest {
    @ParameterizedTest
    @CsvSource({
        "io.modelcontextprotocol/serverInfo, true",
        "com.mcp/x, true",
        "org.modelcontextprotocol.api/x, true",
        "com.mcp.tools/x, true",
        "io.mehari/incomplete, false",
        "com.example.mcp/x, false",
        "mcp/x, false",
        "progressToken, false",
        "traceparent, false",
        "a/b.mcp, false",
        "com.mcpx/x, false"
    })
    void knowsReservedKeys(String key, boolean reserved) {
        assertThat(ReservedMeta.isReserved(key)).isEqualTo(reserved);
    }

    @Test
    void takesThemAwayAndNothingElse() {
        ObjectNode result = json("{'a': 9007199254740993, '_meta': {'x': 1.10000000000000000001,"
                + " 'io.modelcontextprotocol/serverInfo': {}, 'ui': {'resourceUri': 'ui://x'}}, 'b': null}");
        String before = Json.text(result);
        assertThat(Json.text(ReservedMeta.without(result)))
                .isEqualTo("{\"a\":9007199254740993,\"_meta\":{\"x\":1.10000000000000000001,"
                        + "\"ui\":{\"resourceUri\":\"ui://x\"}},\"b\":null}");
        assertThat(Json.text(result)).as("what may be cached").isEqualTo(before);
    }

    @Test
    void leavesTheVeryObjectWhereNothingIsReserved() {
        ObjectNode plain = json("{'_meta': {'x': 1}}");
        ObjectNode without = json("{'content': []}");
        assertThat(ReservedMeta.without(plain)).isSameAs(plain);
        assertThat(ReservedMeta.without(without)).isSameAs(without);
        assertThat(ReservedMeta.goingOn(plain)).isSameAs(plain);
    }

    @Test
    void leavesNoEmptyMeta() {
        assertThat(ReservedMeta.without(json("{'_meta': {'com.mcp/x': 1}, 'a': 1}")))
                .isEqualTo(json("{'a': 1}"));
    }

    @Test
    void keepsTheTraceAndNotTheTokenOfProgress() {
        assertThat(ReservedMeta.goingOn(json("{'_meta': {'progressToken': 7, 'traceparent': '00-a-b-01',"
                        + " 'io.modelcontextprotocol/protocolVersion': '2026-07-28'}}")))
                .isEqualTo(json("{'_meta': {'traceparent': '00-a-b-01'}}"));
    }
}
