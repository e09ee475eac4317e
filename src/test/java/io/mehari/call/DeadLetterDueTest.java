package io.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCallResult.Failed;
import io.mehari.support.Tools;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterDueTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "-32603,true",
        "-32603.0,true",
        "-32000,true",
        "-32099,true",
        "-31999,false",
        "-32100,false",
        "-32602,false",
        "-32601,false",
        "-32600,false",
        "-32700,false",
        "0,false",
        "'''x'''  ,false",
        "null,false"
    })
    void keepsOfAnsweredErrorsWhatTheServerHasToMend(String code, boolean kept) {
        Failed failed = Failed.upstreamError("files", "no", Tools.json("{'code':" + code.trim() + "}"));
        assertThat(failed.leavesDeadLetter()).isEqualTo(kept);
    }

    @Test
    void keepsNothingOfWhatTheGatewayItselfHeldBack() {
        assertThat(Failed.limited("files", "The breaker is open", SOON).leavesDeadLetter())
                .isFalse();
        assertThat(Failed.cancelled("files", "left").leavesDeadLetter()).isFalse();
    }

    @Test
    void keepsEverythingElse() {
        assertThat(Failed.down("files", "down", SOON).leavesDeadLetter()).isTrue();
        assertThat(Failed.asksToWait("files", "busy", SOON).leavesDeadLetter()).isTrue();
        assertThat(Failed.timedOut("files", "slow").leavesDeadLetter()).isTrue();
        assertThat(Failed.badUpstream("files", "garbage", null).leavesDeadLetter())
                .isTrue();
        assertThat(Failed.outcomeUnknown("files", "lost").leavesDeadLetter()).isTrue();
        assertThat(Failed.internal("defect").leavesDeadLetter()).isTrue();
    }
}
