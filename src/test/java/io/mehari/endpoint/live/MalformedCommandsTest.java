package io.mehari.endpoint.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.endpoint.live.RawSocket.Frame;
import io.mehari.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are no commands: each is answered once with a code and a sentence, and the connection stays. */
@DisplayName("S0.5: malformed commands")
class MalformedCommandsTest {
    private static LiveServerFixture plane;

    @BeforeAll
    static void start() throws Exception {
        plane = new LiveServerFixture(100, 100);
    }

    @AfterAll
    static void stop() throws Exception {
        plane.close();
        plane = null;
    }

    static Stream<Arguments> messages() {
        List<Arguments> all = new ArrayList<>();
        for (String text : List.of(
                "",
                " ",
                "null",
                "true",
                "1",
                "\"x\"",
                "[]",
                "[{\"id\":1}]",
                "{",
                "}",
                "{\"id\":1",
                "{id:1}",
                "{'id':1}",
                "{\"id\":1,}",
                "{\"id\":1}{\"id\":2}",
                "NaN",
                "{\"id\":NaN}",
                "\u0000",
                "\ufeff{}",
                "<xml/>",
                "GET / HTTP/1.1",
                "{\"a\":".repeat(300) + "1" + "}".repeat(300),
                "[".repeat(5_000),
                "{\"id\":01}",
                "{\"id\":1e}",
                "{\"id\":\"\\ud8\"}",
                "{\"id\":\"\t\"}")) {
            all.add(Arguments.of(text, "null", "invalid_params"));
        }
        for (String id : List.of("null", "true", "{}", "[]", "[1]", "\"" + "i".repeat(201) + "\"", "{\"a\":1}")) {
            all.add(Arguments.of("{\"id\":" + id + ",\"method\":\"echo\"}", "null", "invalid_params"));
        }
        all.add(Arguments.of("{\"method\":\"echo\"}", "null", "invalid_params"));
        for (String method : List.of("null", "1", "true", "{}", "[\"echo\"]", "\"" + "m".repeat(65) + "\"")) {
            all.add(Arguments.of("{\"id\":1,\"method\":" + method + "}", "1", "invalid_params"));
        }
        all.add(Arguments.of("{\"id\":1}", "1", "invalid_params"));
        for (String method : List.of(
                "",
                "Echo",
                "echo ",
                "../echo",
                "e\\u0000cho",
                "websocket-command:echo",
                "\u00e9cho",
                "\\ud83d\\ude00",
                "ech",
                "unsubscribe;",
                "__proto__",
                "${env:PATH}")) {
            all.add(Arguments.of("{\"id\":\"a\",\"method\":\"" + method + "\"}", "\"a\"", "unknown_command"));
        }
        for (String params : List.of("1", "\"x\"", "[]", "true", "[{}]")) {
            all.add(Arguments.of("{\"id\":-1,\"method\":\"echo\",\"params\":" + params + "}", "-1", "invalid_params"));
        }
        for (String params : List.of(
                "{}",
                "{\"topics\":null}",
                "{\"topics\":[]}",
                "{\"topics\":\"stats\"}",
                "{\"topics\":{}}",
                "{\"topics\":[1]}",
                "{\"topics\":[\"Stats\"]}",
                "{\"topics\":[\"stats\",\"nothing\"]}",
                "{\"topics\":[[\"stats\"]]}",
                "{\"topics\":[" + "\"stats\",".repeat(50) + "\"stats\"]}",
                "{\"topics\":[\"stats\"],\"since\":\"1\"}",
                "{\"topics\":[\"stats\"],\"since\":1e30}",
                "{\"topics\":[\"stats\"],\"since\":{}}")) {
            for (String method : List.of("subscribe", "unsubscribe")) {
                if (method.equals("subscribe") || !params.contains("since")) {
                    all.add(Arguments.of(
                            "{\"id\":2,\"method\":\"" + method + "\",\"params\":" + params + "}",
                            "2",
                            "invalid_params"));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isAnsweredOnce(String message, String id, String code) throws Exception {
        try (RawSocket socket = new RawSocket(plane.port)) {
            socket.send(RawSocket.frame(RawSocket.TEXT, message.getBytes(StandardCharsets.UTF_8)));
            JsonNode answer = answer(socket);
            assertThat(answer.path("id").toString()).isEqualTo(id);
            assertThat(answer.at("/error/code").asText()).isEqualTo(code);
            assertThat(answer.at("/error/message").asText())
                    .isNotBlank()
                    .doesNotContain("Exception", "com.fasterxml", "\tat ");
            assertThat(answer.has("result")).isFalse();
            assertThat(echo(socket)).as("the connection stays").isEqualTo("{\"there\":true}");
        }
    }

    @Test
    @DisplayName("ids come back as they were, whatever number they are")
    void idsComeBack() throws Exception {
        try (RawSocket socket = new RawSocket(plane.port)) {
            for (String id : List.of(
                    "0",
                    "-1",
                    "1.5",
                    "9007199254740993",
                    "123456789012345678901234567890",
                    "\"\"",
                    "\"\u00e4\"",
                    "\"" + "i".repeat(200) + "\"")) {
                socket.send(RawSocket.frame(
                        RawSocket.TEXT, ("{\"id\":" + id + ",\"method\":\"echo\"}").getBytes(StandardCharsets.UTF_8)));
                assertThat(answer(socket).path("id").toString()).isEqualTo(id);
            }
        }
    }

    private static JsonNode answer(RawSocket socket) throws Exception {
        Frame frame = socket.read();
        assertThat(frame).isNotNull();
        assertThat(frame.opcode()).isEqualTo(RawSocket.TEXT);
        return Json.read(frame.text());
    }

    private static String echo(RawSocket socket) throws Exception {
        socket.send(RawSocket.frame(
                RawSocket.TEXT,
                "{\"id\":9,\"method\":\"echo\",\"params\":{\"there\":true}}".getBytes(StandardCharsets.UTF_8)));
        return answer(socket).path("result").toString();
    }
}
