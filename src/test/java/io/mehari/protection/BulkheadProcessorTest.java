package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolSource;
import io.mehari.protection.ProtectionFixture.Reply;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkheadProcessorTest {
    private final ProtectionFixture fixture;
    private final CallSettings two = Tools.limits().bulkhead(2).retry(0).build();
    private final Tool tool = Tools.tool("files", "read", two);

    BulkheadProcessorTest() throws Exception {
        fixture = new ProtectionFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void refusesWhatIsOverTheBoundNamingIt() {
        fixture.send(tool);
        fixture.send(tool);
        Failed refused = fixture.send(tool).failure();
        assertThat(refused.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(refused.message())
                .contains("files")
                .contains("2 calls in flight")
                .contains("bulkhead");
        assertThat(refused.retryAfter()).isPresent();
        assertThat(fixture.upstream.calls).hasSize(2);
    }

    @Test
    void isSharedByTheToolsOfAnUpstream() {
        fixture.send(tool);
        fixture.send(Tools.tool("files", "write", two));
        assertThat(fixture.send(tool).failure().outcome()).isEqualTo(Outcome.UNAVAILABLE);
    }

    @Test
    void aToolWithABoundOfItsOwnHasItsOwn() {
        CallSettings one = Tools.limits().bulkhead(1).build();
        ToolSource source =
                new ToolSource("files", "r", "f", Set.of(), false, two, name -> name.equals("slow") ? one : two);
        var catalog = new io.mehari.catalog.ToolCatalog();
        catalog.replace(source, java.util.List.of(Tools.definition("slow"), Tools.definition("read")));
        Tool slow = catalog.find("files", "slow").orElseThrow();
        Tool read = catalog.find("files", "read").orElseThrow();
        fixture.send(slow);
        assertThat(fixture.send(slow).failure().message()).contains("1 calls");
        assertThat(fixture.send(read).isAnswered()).isFalse();
        assertThat(fixture.send(read).isAnswered()).isFalse();
    }

    @Test
    void givesItsPermitBackWhenTheToolAnswers() {
        fixture.send(tool);
        fixture.upstream.last().answer("ok");
        assertThat(fixture.permitsInUse(tool)).isZero();
    }

    @Test
    void givesItsPermitBackWhenTheCallFails() {
        fixture.send(tool);
        fixture.upstream.last().fail(Failed.outcomeUnknown("files", "lost"));
        assertThat(fixture.permitsInUse(tool)).isZero();
    }

    @Test
    void givesItsPermitBackWhenAStepThrows() {
        fixture.step = exchange -> {
            throw new IllegalStateException("defect");
        };
        fixture.send(tool);
        assertThat(fixture.permitsInUse(tool)).isZero();
    }

    @Test
    void givesItsPermitBackWhenTheUpstreamItselfThrows() {
        fixture.upstream.answerWith(call -> {
            throw new IllegalStateException("defect");
        });
        Reply reply = fixture.send(tool);
        assertThat(reply.answers()).hasValue(1);
        assertThat(fixture.permitsInUse(tool)).isZero();
    }

    @Test
    void givesItsPermitBackOnceWhenTheCallIsGivenUp() {
        fixture.send(tool);
        Reply reply = fixture.send(tool);
        reply.control().cancel(CancelCause.LIMIT);
        fixture.upstream.last().answer("late");
        assertThat(fixture.permitsInUse(tool)).isEqualTo(1);
    }

    @Test
    void aRefusedCallGivesNothingBack() {
        fixture.send(tool);
        fixture.send(tool);
        fixture.send(tool);
        assertThat(fixture.permitsInUse(tool)).isEqualTo(2);
        fixture.timer.advance(Duration.ofSeconds(120));
        assertThat(fixture.permitsInUse(tool)).isZero();
    }
}
