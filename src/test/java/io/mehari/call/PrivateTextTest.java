package io.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Camel and logs print of a call holds neither arguments nor results, and not its context. */
class PrivateTextTest {
    private static final ObjectNode SECRET = Json.object().put("token", "s3cret");

    static Stream<Object> calls() {
        return Stream.of(
                new ToolCall("files", "read", SECRET, new CallContext("id", Caller.ANONYMOUS, Instant.EPOCH, 0)),
                new ToolCallResult.Success(SECRET, true),
                new ToolCallResult.Success(SECRET, false),
                new ToolCallResult.ToolError(SECRET),
                new ToolCallResult.InputRequired(SECRET),
                new CallCompleted(
                        "id",
                        "files",
                        "read",
                        "ann",
                        Outcome.SUCCESS,
                        false,
                        Duration.ZERO,
                        Instant.EPOCH,
                        "",
                        "tenant=s3cret"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isNotPrinted(Object call) {
        assertThat(call.toString()).isNotEmpty().doesNotContain("s3cret");
    }
}
