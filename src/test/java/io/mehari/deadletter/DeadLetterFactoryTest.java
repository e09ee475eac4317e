package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.ClientHeaders;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeadLetterFactoryTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00.123456789Z");

    private final DeadLetterFactory factory =
            new DeadLetterFactory(new Redaction(List.of()), Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));

    @Test
    void writesDownTheCallAndItsFailureWithoutSecrets() {
        ObjectNode error = Json.object().put("code", -32000).put("message", "login failed: password=hunter2");
        DeadLetter letter = factory.deadLetterOf(
                call("read", Json.object().put("path", "/a").put("token", "hunter2")),
                Failed.badUpstream("files", "files said: password=hunter2", error),
                "PERMISSION");

        assertThat(letter.requestId()).isEqualTo("r1");
        assertThat(letter.occurredAt()).isEqualTo(Instant.parse("2026-03-04T12:00:00.123456Z"));
        assertThat(letter.server()).isEqualTo("files");
        assertThat(letter.tool()).isEqualTo("read");
        assertThat(letter.caller()).isEqualTo("ci");
        assertThat(letter.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(letter.category()).isEqualTo("PERMISSION");
        assertThat(letter.message()).isEqualTo("files said: password=[redacted]");
        assertThat(letter.upstreamError())
                .contains("{\"code\":-32000,\"message\":\"login failed: password=[redacted]\"}");
        assertThat(letter.arguments()).isEqualTo("{\"path\":\"/a\",\"token\":\"[redacted]\"}");
    }

    @Test
    void saysWhatOfACallItDoesNotKeep() {
        CallContext plain = new CallContext("r1", Caller.ANONYMOUS, NOW, 0);
        assertThat(withheld(Json.object().put("path", "/a").put("n", 1.50), plain))
                .isEqualTo(Withheld.NOTHING);
        assertThat(withheld(Json.object().put("said", "[redacted]"), plain)).isEqualTo(Withheld.NOTHING);
        assertThat(withheld(Json.object().put("token", "hunter2"), plain)).isEqualTo(Withheld.REDACTED);
        assertThat(withheld(Json.object().put("text", "x".repeat(Redaction.MAX_JSON + 1)), plain))
                .isEqualTo(Withheld.CUT);
        assertThat(withheld(Json.object().put("text", "half \ud800"), plain)).isEqualTo(Withheld.CUT);
        assertThat(withheld(Json.object(), plain.with(ClientHeaders.of(Map.of("authorization", "secret")))))
                .isEqualTo(Withheld.HEADERS);
    }

    private Withheld withheld(ObjectNode arguments, CallContext context) {
        return factory.deadLetterOf(
                        new ToolCall("files", "read", arguments, context), Failed.internal("defect"), "UNKNOWN")
                .withheld();
    }

    @Test
    void cutsWhatTheTableCannotTake() {
        String long1 = "x".repeat(100_000);
        DeadLetter letter = factory.deadLetterOf(
                new ToolCall(long1, long1, Json.object(), new CallContext(long1, new Caller(long1, Set.of()), NOW, 0)),
                Failed.internal(long1),
                long1);
        assertThat(List.of(letter.server(), letter.tool(), letter.requestId(), letter.caller()))
                .allMatch(name -> name.length() == DeadLetterFactory.MAX_NAME);
        assertThat(letter.category()).hasSize(64);
        assertThat(letter.message()).hasSize(DeadLetterFactory.MAX_MESSAGE);
    }

    @Test
    void replacesWhatNoDatabaseTakes() {
        DeadLetter letter = factory.deadLetterOf(
                call("t\u0000ool", Json.object().put("s", "\ud800 \udc00 😀 \u0000")),
                Failed.internal("\udc00"),
                "UNKNOWN");
        assertThat(letter.tool()).isEqualTo("t\uFFFDool");
        assertThat(letter.message()).isEqualTo("\uFFFD");
        assertThat(letter.arguments()).isEqualTo("{\"s\":\"\uFFFD \uFFFD 😀 \\u0000\"}");
    }

    @Test
    void neverCutsACharacterInHalves() {
        String text = "x".repeat(DeadLetterFactory.MAX_NAME - 1) + "😀";
        assertThat(factory.deadLetterOf(call(text, Json.object()), Failed.internal("m"), "UNKNOWN")
                        .tool())
                .isEqualTo("x".repeat(DeadLetterFactory.MAX_NAME - 1) + "\uFFFD");
    }

    private static ToolCall call(String tool, ObjectNode arguments) {
        return new ToolCall("files", tool, arguments, new CallContext("r1", new Caller("ci", Set.of()), NOW, 0));
    }
}
