package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.UsedTools;
import io.mehari.exchange.ExchangeState;
import io.mehari.protection.ProtectionFixture.Reply;
import io.mehari.support.SilentClient;
import io.mehari.support.Tools;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CallSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BulkheadProcessorTest {
    private static final Duration WAIT = CallSettings.DEFAULTS.bulkheadWait();

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
    void holdsWhatIsOverTheBoundThenRefusesItNamingTheBound() {
        fixture.send(tool);
        fixture.send(tool);
        Reply third = fixture.send(tool);
        fixture.timer.advance(WAIT.minusMillis(1));
        assertThat(third.isAnswered()).isFalse();
        fixture.timer.advance(Duration.ofMillis(1));
        Failed refused = third.failure();
        assertThat(refused.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(refused.message())
                .contains("files")
                .contains("2 calls in flight")
                .contains("bulkhead")
                .contains("10000 ms (bulkhead-wait)");
        assertThat(refused.retryAfter()).isPresent();
        assertThat(refused.leavesDeadLetter()).isFalse();
        assertThat(fixture.upstream.calls).hasSize(2);
        assertThat(third.answers()).hasValue(1);
    }

    @Test
    void callsThatWaitGetTheirPlacesInTheOrderInWhichTheyCame() {
        fixture.send(tool);
        fixture.send(tool);
        List<Reply> waiting = Stream.generate(() -> fixture.send(tool)).limit(4).toList();
        assertThat(fixture.upstream.calls).hasSize(2);
        for (int i = 0; i < 4; i++) {
            fixture.upstream.calls.get(i).answer("ok");
            assertThat(fixture.upstream.calls).hasSize(3 + i);
        }
        fixture.upstream.calls.get(4).answer("third");
        assertThat(waiting.get(2).result().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(waiting.get(3).isAnswered()).isFalse();
        fixture.upstream.last().answer("fourth");
        assertThat(waiting.get(3).result().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(bulkhead().isIdle()).isTrue();
        assertThat(fixture.timer.pending()).as("alarms left behind").isZero();
    }

    @Test
    void nobodyOvertakesThoseWhoWait() {
        fixture.send(tool);
        fixture.send(tool);
        Reply waits = fixture.send(tool);
        fixture.step = exchange -> fixture.step = other -> {};
        fixture.upstream.calls.get(0).answer("ok");
        Reply later = fixture.send(tool);
        fixture.upstream.calls.get(2).answer("ok");
        assertThat(waits.isAnswered()).isTrue();
        assertThat(later.isAnswered()).isFalse();
    }

    @Test
    void boundsHowManyWait() {
        fixture.send(tool);
        fixture.send(tool);
        List<Reply> waiting = Stream.generate(() -> fixture.send(tool))
                .limit(Bulkhead.MOST_WAITING)
                .toList();
        assertThat(waiting).noneMatch(Reply::isAnswered);
        Reply tooMany = fixture.send(tool);
        assertThat(tooMany.failure().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(tooMany.failure().message()).contains("1000 more calls wait");
        fixture.upstream.answerWith(call -> call.answer("at once"));
        fixture.upstream.calls.get(0).answer("ok");
        assertThat(waiting).allMatch(Reply::isAnswered);
        assertThat(fixture.permitsInUse(tool)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsCancelledLeavesTheQueue(CancelCause cause) {
        fixture.send(tool);
        fixture.send(tool);
        Reply waits = fixture.send(tool);
        waits.control().cancel(cause);
        assertThat(waits.answers()).hasValue(1);
        assertThat(bulkhead().waiting()).isZero();
        assertThat(waits.failure().outcome())
                .isEqualTo(cause == CancelCause.CALLER ? Outcome.CANCELLED : Outcome.UNAVAILABLE);
        fixture.upstream.last().answer("ok");
        fixture.timer.advance(Duration.ofMinutes(10));
        assertThat(fixture.upstream.calls).hasSize(2);
        assertThat(waits.answers()).hasValue(1);
    }

    @Test
    void aCallThatWaitsForTooLongIsNeverSentAndCountsAgainstNoOne() {
        CallSettings hasty = Tools.limits()
                .bulkhead(1)
                .breaker(1, Duration.ofSeconds(10))
                .retry(0)
                .total(Duration.ofSeconds(5))
                .build();
        Tool quick = Tools.tool("files", "quick", hasty);
        fixture.send(quick);
        Reply waits = fixture.send(quick);
        fixture.timer.advance(Duration.ofMillis(4_600));
        assertThat(waits.failure().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(fixture.breakers.circuitBreaker("files/quick").getMetrics().getNumberOfBufferedCalls())
                .isZero();
    }

    @Test
    void aBoundThatIsRaisedLetsThoseInWhoWait() {
        fixture.send(tool);
        fixture.send(tool);
        fixture.send(tool);
        fixture.send(tool);
        fixture.send(Tools.tool("files", "read", Tools.limits().bulkhead(5).build()));
        assertThat(fixture.upstream.calls).hasSize(5);
    }

    @Test
    void aTimerThatTakesNoMoreEndsTheCallAtOnce() {
        fixture.send(tool);
        fixture.send(tool);
        fixture.timer.fill();
        assertThat(bulkhead().waiting()).isZero();
        Reply third = fixture.send(tool);
        assertThat(third.answers()).hasValue(1);
        assertThat(bulkhead().waiting()).isZero();
    }

    @Test
    void aDefectAfterTheWaitIsAnOutcomeAndGivesThePlaceBack() {
        fixture.send(tool);
        fixture.send(tool);
        Reply waits = fixture.send(tool);
        fixture.step = exchange -> {
            throw new IllegalStateException("defect");
        };
        fixture.upstream.last().answer("ok");
        assertThat(waits.exchange().getException()).hasMessage("defect");
        assertThat(fixture.permitsInUse(tool)).isEqualTo(1);
    }

    @Test
    void isSharedByTheToolsOfAnUpstream() {
        fixture.send(tool);
        fixture.send(Tools.tool("files", "write", two));
        assertThat(refused(tool).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    }

    @Test
    void aToolWithABoundOfItsOwnHasItsOwn() {
        CallSettings one = Tools.limits().bulkhead(1).build();
        ToolSource source = new ToolSource(
                "files",
                "r",
                "f",
                AllowedTools.ALL,
                false,
                two,
                name -> name.equals("slow") ? one : two,
                false,
                name -> UsedTools.NONE);
        var catalog = new io.mehari.catalog.ToolCatalog();
        catalog.replace(source, java.util.List.of(Tools.definition("slow"), Tools.definition("read")));
        Tool slow = catalog.find("files", "slow").orElseThrow();
        Tool read = catalog.find("files", "read").orElseThrow();
        fixture.send(slow);
        assertThat(refused(slow).message()).contains("1 calls");
        assertThat(bulkhead().waiting()).isZero();
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
        refused(tool);
        assertThat(fixture.permitsInUse(tool)).isEqualTo(2);
        fixture.timer.advance(tool.calls().total());
        assertThat(fixture.permitsInUse(tool)).isZero();
    }

    @Test
    void aCallWhoseClientIsAskedLeavesItsPlaceToOthersAndComesBackWhenItIsAnswered() {
        Reply asking = sendOfClient();
        fixture.send(tool);
        Reply waits = fixture.send(tool);
        assertThat(fixture.upstream.calls).hasSize(2);

        asking.control().asked(0);
        asking.control().asked(0);
        assertThat(fixture.upstream.calls).as("the one that waited runs").hasSize(3);
        assertThat(fixture.permitsInUse(tool)).isEqualTo(2);

        asking.control().answered(1);
        assertThat(fixture.permitsInUse(tool)).as("one question is open still").isEqualTo(2);
        asking.control().answered(2);
        assertThat(fixture.permitsInUse(tool)).as("over the bound for a while").isEqualTo(3);

        Reply last = fixture.send(tool);
        fixture.upstream.calls.get(2).answer("ok");
        assertThat(waits.isAnswered()).isTrue();
        assertThat(fixture.upstream.calls).as("not before there is a place").hasSize(3);
        fixture.upstream.calls.get(0).answer("ok");
        assertThat(fixture.upstream.calls).hasSize(4);
        assertThat(last.isAnswered()).isFalse();
        assertThat(fixture.permitsInUse(tool)).isEqualTo(2);
    }

    @Test
    void fiftyCallsWhoseClientsAreAskedDoNotFillAServer() {
        List<Reply> asking = Stream.generate(() -> {
                    Reply reply = sendOfClient();
                    reply.control().asked(0);
                    return reply;
                })
                .limit(50)
                .toList();
        fixture.send(tool);
        fixture.send(tool);
        assertThat(fixture.upstream.calls).hasSize(52);

        asking.get(0).control().cancel(CancelCause.CALLER);
        asking.get(1).control().cancel(CancelCause.LIMIT);
        asking.get(2).control().answered(1);
        fixture.upstream.calls.get(2).answer("ok");
        fixture.upstream.calls.get(3).answer("without waiting for its client");
        asking.get(3).control().answered(1);
        assertThat(fixture.permitsInUse(tool))
                .as("each place is given back once")
                .isEqualTo(2);
    }

    private Reply sendOfClient() {
        Exchange exchange = fixture.exchange(tool);
        exchange.setProperty(ExchangeState.CONTROL, new CallControl(progress -> {}, Runnable::run, new SilentClient()));
        return fixture.send(exchange);
    }

    private Failed refused(Tool called) {
        Reply reply = fixture.send(called);
        fixture.timer.advance(WAIT);
        return reply.failure();
    }

    private Bulkhead bulkhead() {
        return fixture.bulkheads.of("files");
    }
}
