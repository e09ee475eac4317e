package io.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRpcErrorTest {
    @ParameterizedTest
    @CsvSource({
        "-32602,-32602",
        "-32602.0,-32602",
        "-3.2602e4,-32602",
        "'\"-32602\"',-32602",
        "0e999999999,0",
        "7,7",
        "2147483647,2147483647"
    })
    void readsTheCodeHoweverItIsWritten(String written, int code) throws Exception {
        assertThat(error("{\"code\":" + written + "}").code()).hasValue(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"code\":null}",
                "{\"code\":true}",
                "{\"code\":\"ENOENT\"}",
                "{\"code\":1.5}",
                "{\"code\":2147483648}",
                "{\"code\":1e999999999}",
                "{\"code\":-1e-999999999}",
                "{\"code\":[1]}"
            })
    @Timeout(20)
    void hasNoCodeThatIsNone(String json) throws Exception {
        assertThat(error(json).code()).isEmpty();
    }

    @Test
    void keepsWhatIsShortAsItIs() throws Exception {
        JsonRpcError error = error("{\"code\":1.50,\"message\":\"no\",\"data\":{\"a\":[1.10]},\"more\":true}");
        assertThat(error.bounded().tree()).isSameAs(error.tree());
    }

    @Test
    void cutsLongTextsVisiblyAndKeepsTheRest() throws Exception {
        ObjectNode tree = Json.object().put("code", -32603).put("message", "m".repeat(1_000_000));
        tree.putObject("data").put("field", "size").put("long", "d".repeat(20_000));
        JsonRpcError bounded = new JsonRpcError(tree).bounded();
        assertThat(bounded.code()).hasValue(-32603);
        assertThat(bounded.message())
                .startsWith("mmm")
                .endsWith("... (cut by the gateway)")
                .hasSizeLessThan(JsonRpcError.MAX_MESSAGE + 100);
        assertThat(bounded.data()).contains(tree.get("data"));
    }

    @Test
    void keepsTheBeginningOfDataThatIsTooLong() {
        ObjectNode tree = Json.object().put("code", -32602).put("message", "no");
        tree.putObject("data").put("first", 1).put("long", "d".repeat(JsonRpcError.MAX_DATA));
        assertThat(new JsonRpcError(tree).bounded().data().orElseThrow().textValue())
                .startsWith("{\"first\":1,")
                .endsWith("... (cut by the gateway)");
        tree.put("data", "d".repeat(JsonRpcError.MAX_DATA + 1));
        assertThat(new JsonRpcError(tree).bounded().data().orElseThrow().textValue())
                .startsWith("ddd")
                .endsWith("... (cut by the gateway)");
    }

    @Test
    void cutsBetweenCharacters() {
        String text = "x".repeat(JsonRpcError.MAX_MESSAGE - 1) + "\uD83D\uDC2A" + "y".repeat(100);
        assertThat(new JsonRpcError(Json.object().put("message", text))
                        .bounded()
                        .message())
                .startsWith("x")
                .doesNotContain("\uD83D");
    }

    @Test
    void boundsACodeThatIsNone() {
        ObjectNode tree = Json.object().put("code", "c".repeat(100_000)).put("message", "no");
        assertThat(new JsonRpcError(tree).bounded().tree().path("code").asText())
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"message\":null}", "{\"message\":{\"a\":1}}"})
    void hasAnEmptyMessageWhereThereIsNone(String json) throws Exception {
        assertThat(error(json).message()).isEmpty();
    }

    private static JsonRpcError error(String json) throws Exception {
        return new JsonRpcError((ObjectNode) Json.read(json));
    }
}
