package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSizeTest {
    private static final long UNBOUNDED = Long.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1,2,3]",
                "{\"a\":1,\"b\":[true,false,null]}",
                "{\"a\":{\"b\":{\"c\":\"text\"}}}",
                "\"plain\"",
                "\"gr\u00fc\u00df \u65e5\u672c \ud83d\udc2a\"",
                "\"quote \\\" backslash \\\\ feed \\n null \\u0000\"",
                "-1234567890",
                "123456789012345678901234567890",
                "1.10",
                "1E-300"
            })
    void isWithinAFewBytesOfTheEncodingForEachValue(String text) throws Exception {
        JsonNode tree = Json.read(text);
        long encoded = Json.bytes(tree).length;
        assertThat(JsonSize.of(tree, UNBOUNDED)).isCloseTo(encoded, within(24L));
    }

    @Test
    void longTextsCountWhatTheyTakeInUtf8() {
        for (String character : new String[] {"a", "\u00fc", "\u65e5", "\ud83d\udc2a", "\"", "\u0001"}) {
            JsonNode text = Json.object().put("text", character.repeat(10_000));
            assertThat(JsonSize.of(text, UNBOUNDED)).isCloseTo(Json.bytes(text).length, within(24L));
        }
    }

    @Test
    void endsSoonAfterTheLimit() {
        ArrayNode many = Json.object().putArray("many");
        for (int i = 0; i < 100_000; i++) {
            many.add("some text");
        }
        assertThat(JsonSize.of(many, 1_000)).isBetween(1_001L, 1_100L);
        JsonNode text = Json.object().put("text", "x".repeat(100_000));
        assertThat(JsonSize.of(text, 1_000)).isBetween(1_001L, 1_100L);
    }

    @Test
    void aTreeTooDeepToBeEncodedIsNotFollowedToItsEnd() {
        ObjectNode root = Json.object();
        ObjectNode at = root;
        for (int i = 0; i < 100_000; i++) {
            at = at.putObject("x");
        }
        assertThat(JsonSize.of(root, UNBOUNDED)).isBetween(5_000L, 10_000L);
    }
}
