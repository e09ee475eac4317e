package io.mehari.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private static final List<String> PATH = List.of("servers", "mehari");
    private static final JsonNode ENTRY = Json.object().put("url", "u");

    @Test
    void makesANewFile() {
        assertThat(JsonText.put("", PATH, ENTRY)).isEqualTo("""
                {
                  "servers": {
                    "mehari": {
                      "url": "u"
                    }
                  }
                }
                """);
    }

    @Test
    void keepsCommentsOrderAndIndentation() {
        String text = """
                // mine
                {
                    /* servers */
                    "servers": {
                        "a": {"command": "x"}, // of a
                        "b": {"command": "y",}
                        // no more
                    },
                    "inputs": [ ] // none
                }
                """;
        assertThat(JsonText.put(text, PATH, ENTRY)).isEqualTo(text.replace("\"y\",}", """
                "y",},
                        "mehari": {
                            "url": "u"
                        }""".stripTrailing()));
    }

    @Test
    void replacesAnEntryAndNothingElse() {
        String text =
                "{\"servers\": {\"a\": 1, \"mehari\": {\"url\": \"old\", // old\n \"x\": [1]}, \"b\": 2}, \"n\": 1.50}";
        String changed = JsonText.put(text, PATH, ENTRY);
        assertThat(changed).startsWith("{\"servers\": {\"a\": 1, \"mehari\": {").endsWith("}, \"b\": 2}, \"n\": 1.50}");
        assertThat(JsonText.read(changed).at("/servers/mehari")).isEqualTo(ENTRY);
        assertThat(JsonText.put(changed, PATH, ENTRY)).isEqualTo(changed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\n}",
                "{\"servers\":{}}",
                "{\"servers\": { /* none */ }}",
                "{\"servers\": { // none\n}}",
                "{\"a\":1,}",
                "{\"a\":1 /* x */ , }",
                "{\"servers\": {\"a\": [\"}\", {\"b\": \"{\\\"\"}],},}",
                "\uFEFF{\"a\": \"\u00e4\ud83d\ude00\"}",
                "{\r\n\t\"a\": true\r\n}\r\n",
                "{\"a\": null, \"servers\": {\"x\": -1.5e3}}"
            })
    void whateverTheLayoutTheRestMeansTheSame(String text) {
        String changed = JsonText.put(text, PATH, ENTRY);
        JsonNode tree = JsonText.read(changed);
        assertThat(tree.at("/servers/mehari")).isEqualTo(ENTRY);
        JsonNode rest = tree.deepCopy();
        ((ObjectNode) rest.get("servers")).remove("mehari");
        if (!JsonText.read(text).has("servers")) {
            ((ObjectNode) rest).remove("servers");
        }
        assertThat(rest).isEqualTo(JsonText.read(text));
        assertThat(changed.startsWith("\uFEFF")).isEqualTo(text.startsWith("\uFEFF"));
        assertThat(changed.replace("\r\n", "").contains("\n")).isEqualTo(!text.contains("\r\n"));
        assertThat(JsonText.put(changed, PATH, ENTRY)).isEqualTo(changed);
    }

    @Test
    void addsToAListUnlessItIsThere() {
        JsonNode input = Json.object().put("id", "k");
        String once = JsonText.append("{\"inputs\": [{\"id\": \"a\"}] /* x */}", List.of("inputs"), input, "id");
        assertThat(JsonText.read(once).path("inputs").findValuesAsText("id")).containsExactly("a", "k");
        assertThat(once).endsWith("/* x */}");
        assertThat(JsonText.append(once, List.of("inputs"), input, "id")).isEqualTo(once);
        assertThat(JsonText.read(JsonText.append("{\"inputs\":[]}", List.of("inputs"), input, "id"))
                        .path("inputs"))
                .hasSize(1);
    }

    @Test
    void whatItCannotChangeItRefuses() {
        for (String text : new String[] {"[]", "{\"servers\": []}", "{\"servers\": null}", "{", "no", "{\"a\": 1} x"}) {
            assertThatThrownBy(() -> JsonText.put(text, PATH, ENTRY))
                    .as(text)
                    .isInstanceOf(JsonEditException.class)
                    .message()
                    .isNotBlank();
        }
        assertThatThrownBy(() -> JsonText.append("{\"inputs\": 1}", List.of("inputs"), ENTRY, "id"))
                .isInstanceOf(JsonEditException.class);
        assertThatThrownBy(() -> JsonText.read("{\n  \"a\" 1}")).hasMessageContaining("line 2");
    }
}
