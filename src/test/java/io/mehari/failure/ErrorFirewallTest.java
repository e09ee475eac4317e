package io.mehari.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.logging.LogGuard;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ErrorFirewallTest {
    private static final int MAX_TRACE = 32 * 1024;

    private final ErrorFirewall firewall = new ErrorFirewall();

    @BeforeAll
    static void asTheProgramLogs() {
        LogGuard.install();
    }

    @Test
    void givesTheOutcomeThatWasThrown(CapturedOutput log) {
        Failed timedOut = Failed.timedOut("files", "files did not answer in 30 s");
        assertThat(firewall.answer(new ToolCallException(timedOut), "r1")).isSameAs(timedOut);
        assertThat(log).isEmpty();
    }

    @Test
    void findsTheOutcomeInsideFailedFutures() {
        Failed timedOut = Failed.timedOut("files", "files did not answer in 30 s");
        Throwable wrapped = new CompletionException(new ExecutionException(new ToolCallException(timedOut)));
        assertThat(firewall.answer(wrapped, "r1")).isSameAs(timedOut);
    }

    @Test
    void answersForDefectsWithTheRequestIdAlone(CapturedOutput log) {
        Failed answer = firewall.answer(new IllegalStateException("no such bean: password=hunter2"), "r-17");

        assertThat(answer.outcome()).isEqualTo(Outcome.INTERNAL);
        assertThat(answer.message())
                .isEqualTo("The gateway failed on this call; its log has the cause under request id r-17");
        assertThat(answer.upstreamError()).isEmpty();
        assertThat(log).contains("ERROR", "Request r-17", "IllegalStateException", "no such bean", "ErrorFirewallTest");
        assertThat(log.toString().split("r-17", -1)).hasSize(2);
        assertThat(log).doesNotContain("hunter2");
    }

    @Test
    void answersForErrorsAndEmptyWrappersToo() {
        assertThat(firewall.answer(new StackOverflowError(), "r1").outcome()).isEqualTo(Outcome.INTERNAL);
        assertThat(firewall.answer(new CompletionException("bare", null), "r1").outcome())
                .isEqualTo(Outcome.INTERNAL);
    }

    @Test
    void logsABoundedPartOfEndlessTraces(CapturedOutput log) {
        firewall.answer(new IllegalStateException("x".repeat(MAX_TRACE)), "r1");
        assertThat(log.length()).isPositive().isLessThan(MAX_TRACE + 1000);
    }
}
