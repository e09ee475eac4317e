package io.mehari.upstream.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BrokenAnswerTest {
    @Test
    void findsTheIdAtEitherEnd() {
        assertThat(idOf("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a", "...")).hasValue(7);
        assertThat(idOf("{\"jsonrpc\":\"2.0\",\"id\":7,\"resu", "...")).hasValue(7);
        assertThat(idOf("{\"result\":{\"a\":\"", "x\"},\"jsonrpc\":\"2.0\",\"id\":8}"))
                .hasValue(8);
        assertThat(idOf("{\"result\":{\"a\":\"", "x\"},\"id\": 9 , \"jsonrpc\":\"2.0\" } "))
                .hasValue(9);
    }

    @Test
    void doesNotTakeAnIdFromInsideTheResultOrOfARequest() {
        assertThat(idOf("{\"result\":{\"id\":7,\"a\":\"", "\"id\":8}}")).isEmpty();
        assertThat(idOf("{\"method\":\"x\",\"id\":7,\"params\":{", "}}")).isEmpty();
        assertThat(idOf("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"x\",\"params\":{", "}}"))
                .isEmpty();
        assertThat(idOf("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"a", "},\"id\":7}"))
                .isEmpty();
        assertThat(idOf("no json", "no json")).isEmpty();
    }

    @Test
    void findsTheIdOfAWholeMessageWithinABuffer() {
        String message = "{\"result\":{\"a\":\"" + "x".repeat(1_000) + "},\"id\":7}";
        byte[] buffer = ("..." + message + "\"id\":8}").getBytes(StandardCharsets.UTF_8);
        assertThat(BrokenAnswer.idOf(buffer, 3, message.length())).hasValue(7);
        assertThat(BrokenAnswer.idOf(new byte[0])).isEmpty();
    }

    private static OptionalLong idOf(String head, String tail) {
        return BrokenAnswer.idOf(head.getBytes(StandardCharsets.UTF_8), tail.getBytes(StandardCharsets.UTF_8));
    }
}
