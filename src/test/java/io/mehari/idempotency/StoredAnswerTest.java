package io.mehari.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.protocol.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredAnswerTest {
    static ToolCallResult[] ends() {
        return new ToolCallResult[] {
            new Success(Json.object().put("n", new BigDecimal("9007199254740993.10")), true),
            new Success(Json.object(), false),
            ToolError.of("No such file"),
            new InputRequired(Json.object().put("resultType", "input_required")),
            Failed.timedOut("files", "No answer within 2 s"),
            Failed.badUpstream("files", "Garbage", Json.object().put("code", -32603)),
            Failed.badUpstream("files", "Garbage", null),
            Failed.upstreamError("files", "No", Json.object().put("code", 1).put("message", "No")),
            Failed.outcomeUnknown("files", "Lost").ofOneReplica(),
            Failed.asksToWait("files", "Later", Duration.ofMillis(1500)),
            Failed.cancelled("files", "Left"),
            Failed.internal("Defect")
        };
    }

    @ParameterizedTest
    @MethodSource("ends")
    void isReadAsItWasWritten(ToolCallResult end) {
        assertThat(StoredAnswer.read(StoredAnswer.bytes(end))).contains(end);
    }

    @Test
    void whatDoesNotRunIsNotKept() {
        Rejected rejected = new Rejected(Outcome.RATE_LIMITED, "Too many", Optional.empty());
        assertThat(StoredAnswer.read(StoredAnswer.bytes(rejected))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "something",
                "[]",
                "{}",
                "{\"version\":2,\"outcome\":\"SUCCESS\",\"result\":{}}",
                "{\"version\":1,\"outcome\":\"NONE\",\"result\":{}}",
                "{\"version\":1,\"outcome\":\"TIMED_OUT\",\"result\":{}}",
                "{\"version\":1,\"outcome\":\"TIMED_OUT\"}",
                "{\"version\":1,\"outcome\":\"TIMED_OUT\",\"standing\":\"NONE\"}",
                "{\"version\":1,\"outcome\":\"SUCC"
            })
    void anythingElseIsNoAnswer(String written) {
        assertThat(StoredAnswer.read(written.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
