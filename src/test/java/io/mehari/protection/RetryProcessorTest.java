package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.protection.ProtectionFixture.Reply;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryProcessorTest {
    private static final Failed DOWN = Failed.down("files", "not there", Duration.ofSeconds(1));
    private static final Failed UNKNOWN = Failed.outcomeUnknown("files", "lost");

    private final ProtectionFixture fixture;
    private final Tool tool = Tools.tool("files", "read");

    RetryProcessorTest() throws Exception {
        fixture = new ProtectionFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Failed> mayHaveRun() {
        return Stream.of(UNKNOWN, Failed.timedOut("files", "slow"), Failed.badUpstream("files", "garbage", null));
    }

    @Test
    void triesThreeTimesMoreWithGrowingPauses() {
        fixture.upstream.answerWith(call -> call.fail(DOWN));
        Reply reply = fixture.send(tool);
        for (int seconds : new int[] {1, 2, 4}) {
            int before = fixture.upstream.calls.size();
            fixture.timer.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(fixture.upstream.calls).hasSize(before);
            fixture.timer.advance(Duration.ofMillis(1));
            assertThat(fixture.upstream.calls).hasSize(before + 1);
        }
        assertThat(reply.answers()).hasValue(1);
        assertThat(reply.failure()).isSameAs(DOWN);
        assertThat(fixture.upstream.calls).hasSize(4);
    }

    @Test
    void aLaterAttemptMaySucceed() {
        Reply reply = fixture.send(tool);
        fixture.upstream.last().fail(DOWN);
        fixture.timer.advance(Duration.ofSeconds(1));
        fixture.upstream.last().answer("at last");
        assertThat(reply.result().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(reply.exchange().getException()).isNull();
        assertThat(reply.exchange().getMessage().getBody()).isEqualTo(Tools.text("at last"));
    }

    @Test
    void eachAttemptStartsFromTheExchangeAsItCame() {
        fixture.step = exchange -> {
            ObjectNode body = exchange.getMessage().getBody(ObjectNode.class);
            exchange.getMessage()
                    .setBody(body.deepCopy().put("seen", body.path("seen").asInt() + 1));
        };
        fixture.send(tool);
        fixture.upstream.last().fail(DOWN);
        fixture.timer.advance(Duration.ofSeconds(1));
        assertThat(fixture.upstream.last().arguments.path("seen").asInt()).isEqualTo(1);
    }

    @Test
    void whatAnAttemptHasSetIsUndoneBeforeTheNext() {
        List<String> seen = new ArrayList<>();
        fixture.step = exchange -> {
            seen.add(exchange.getProperty("note") + " " + exchange.getProperty("kept") + " "
                    + exchange.getVariable("own") + " " + exchange.getMessage().getHeader("head") + " "
                    + exchange.getProperty(ExchangePropertyKey.CHARSET_NAME));
            exchange.setProperty("note", "set by the attempt");
            exchange.removeProperty("kept");
            exchange.setVariable("own", "set");
            exchange.getMessage().setHeader("head", "set");
            exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, "UTF-16");
        };
        Exchange exchange = fixture.exchange(tool);
        exchange.setProperty("kept", "as it came");
        Reply reply = fixture.send(exchange);
        fixture.upstream.last().fail(DOWN);
        fixture.timer.advance(Duration.ofSeconds(1));
        fixture.upstream.last().answer("at last");

        assertThat(seen).containsExactly("null as it came null null null", "null as it came null null null");
        assertThat(reply.exchange().getProperty("note")).isEqualTo("set by the attempt");
    }

    @ParameterizedTest
    @MethodSource("mayHaveRun")
    void neverSendsAgainWhatMayHaveRun(Failed failure) {
        Reply reply = fixture.send(tool);
        fixture.upstream.last().fail(failure);
        assertThat(reply.failure()).isSameAs(failure);
        fixture.timer.advance(Duration.ofMinutes(1));
        assertThat(fixture.upstream.calls).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("mayHaveRun")
    void sendsAgainWhereTheOperatorSaysAlways(Failed failure) {
        assertThat(attemptsOf(
                        Tools.tool(
                                "files", "read", Tools.limits().resendAlways().build()),
                        failure))
                .isEqualTo(2);
    }

    @Test
    void anotherReplicaGetsWhatMayBeSentAgainWithoutAPause() {
        Tool always = Tools.tool("files", "read", Tools.limits().resendAlways().build());
        Reply reply = fixture.send(always);
        fixture.upstream.last().fail(UNKNOWN.ofOneReplica());
        fixture.timer.advance(Duration.ofMillis(1));
        assertThat(fixture.upstream.calls).hasSize(2);
        fixture.upstream.last().answer("at the other");
        assertThat(reply.result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void sendsAgainWhatTheOperatorCallsIdempotent() {
        assertThat(attemptsOf(
                        Tools.tool("files", "read", Tools.limits().idempotent().build()), UNKNOWN))
                .isEqualTo(2);
    }

    @Test
    void believesTheServersHintsOnlyWhereTheyAreTrusted() {
        CallSettings limits = Tools.limits().build();
        for (String hint : new String[] {"idempotentHint", "readOnlyHint"}) {
            ObjectNode definition = Tools.definition("read");
            definition.putObject("annotations").put(hint, true);
            assertThat(attemptsOf(Tools.tool("files", definition, limits, true), UNKNOWN))
                    .as(hint)
                    .isEqualTo(2);
            assertThat(attemptsOf(Tools.tool("files", definition, limits, false), UNKNOWN))
                    .as(hint)
                    .isEqualTo(1);
        }
    }

    @Test
    void anErrorTheUpstreamGaveOnPurposeIsNotTriedAgain() {
        Tool always = Tools.tool("files", "read", Tools.limits().resendAlways().build());
        assertThat(attemptsOf(always, Failed.upstreamError("files", "no such file", Tools.json("{'code': -32603}"))))
                .isEqualTo(1);
        assertThat(attemptsOf(always, Failed.badUpstream("files", "refused", Tools.json("{'code': -1}"))))
                .isEqualTo(1);
    }

    @Test
    void neverWaitsForAnOpenBreaker() {
        Tool fragile = Tools.tool(
                "files",
                "read",
                Tools.limits().breaker(1, Duration.ofSeconds(10)).build());
        new ToolBreakers(fixture.breakers, fixture.absent, any -> any.calls().breaker())
                .of(fragile)
                .transitionToOpenState();
        Reply reply = fixture.send(fragile);
        assertThat(reply.answers()).hasValue(1);
        assertThat(fixture.timer.pending()).isZero();
    }

    @Test
    void aFullBulkheadIsNoReasonToTryAgain() {
        Tool narrow = Tools.tool("files", "read", Tools.limits().bulkhead(1).build());
        fixture.send(narrow);
        Reply second = fixture.send(narrow);
        fixture.timer.advance(narrow.calls().bulkheadWait());
        assertThat(second.answers()).hasValue(1);
        assertThat(second.failure().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(fixture.upstream.calls).hasSize(1);
    }

    @Test
    void holdsNoPermitWhilePausing() {
        Tool narrow = Tools.tool("files", "read", Tools.limits().bulkhead(1).build());
        fixture.send(narrow);
        fixture.upstream.last().fail(DOWN);
        assertThat(fixture.permitsInUse(narrow)).isZero();
        Reply meanwhile = fixture.send(narrow);
        fixture.upstream.last().answer("ok");
        assertThat(meanwhile.result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void aPauseBeyondTheDeadlineEndsAtOnceWithTheLastFailure() {
        Tool hasty = Tools.tool(
                "files", "read", Tools.limits().total(Duration.ofMillis(900)).build());
        Reply reply = fixture.send(hasty);
        fixture.upstream.last().fail(DOWN);
        assertThat(reply.failure()).isSameAs(DOWN);
        assertThat(reply.answers()).hasValue(1);
    }

    @Test
    void givingUpDuringAPauseEndsItWithTheLastFailure() {
        Reply reply = fixture.send(tool);
        fixture.upstream.last().fail(DOWN);
        assertThat(reply.isAnswered()).isFalse();
        reply.control().cancel(CancelCause.LIMIT);
        assertThat(reply.failure()).isSameAs(DOWN);
        fixture.timer.advance(Duration.ofMinutes(2));
        assertThat(fixture.upstream.calls).hasSize(1);
        assertThat(reply.answers()).hasValue(1);
    }

    @Test
    void noneAtAllWhereTheMaximumIsZero() {
        assertThat(attemptsOf(
                        Tools.tool("files", "read", Tools.limits().retry(0).build()), DOWN))
                .isEqualTo(1);
    }

    @Test
    void aTimerThatTakesNoMoreGivesTheLastFailure() {
        Reply reply = fixture.send(tool);
        fixture.timer.fill();
        fixture.upstream.last().fail(DOWN);
        assertThat(reply.failure()).isSameAs(DOWN);
    }

    @Test
    void aDefectInALaterAttemptIsAnOutcomeAndNotASilence() {
        Reply reply = fixture.send(tool);
        fixture.upstream.last().fail(DOWN);
        fixture.step = exchange -> {
            throw new IllegalStateException("defect");
        };
        fixture.timer.advance(Duration.ofSeconds(1));
        assertThat(reply.answers()).hasValue(1);
        assertThat(reply.exchange().getException()).hasMessage("defect");
    }

    @Test
    void aServerThatIsBackEndsThePause() {
        Reply reply = fixture.send(tool);
        fixture.upstream.last().fail(DOWN);
        fixture.serverIsBack();
        assertThat(fixture.upstream.calls).hasSize(2);
        fixture.upstream.last().answer("back");
        assertThat(reply.result().outcome()).isEqualTo(Outcome.SUCCESS);
        fixture.timer.advance(Duration.ofMinutes(1));
        assertThat(fixture.upstream.calls).hasSize(2);
        assertThat(reply.answers()).hasValue(1);
    }

    @Test
    void aServerThatCameBackJustBeforeThePauseIsTriedAtOnceAndOnlyOnce() {
        fixture.upstream.answerWith(call -> call.fail(DOWN));
        fixture.upstream.state(UpstreamState.READY, null);
        fixture.send(tool);
        assertThat(fixture.upstream.calls).hasSize(2);
        fixture.timer.advance(Duration.ofSeconds(2).minusMillis(1));
        assertThat(fixture.upstream.calls).hasSize(2);
        fixture.timer.advance(Duration.ofMillis(1));
        assertThat(fixture.upstream.calls).hasSize(3);
    }

    @Test
    void attemptsAheadOfTimeCountAsRetries() {
        fixture.upstream.answerWith(call -> call.fail(DOWN));
        Reply reply = fixture.send(tool);
        for (int back = 0; back < 3; back++) {
            assertThat(reply.isAnswered()).isFalse();
            fixture.paused.wake("files");
        }
        assertThat(reply.failure()).isSameAs(DOWN);
        assertThat(fixture.upstream.calls).hasSize(4);
    }

    @Test
    void anotherServersReturnEndsNoPause() {
        fixture.send(tool);
        fixture.upstream.last().fail(DOWN);
        fixture.paused.wake("mail");
        assertThat(fixture.upstream.calls).hasSize(1);
    }

    @Test
    void wokenCallsThatMeetAFullBulkheadWaitThereForTheirTurn() {
        Tool narrow = Tools.tool("files", "read", Tools.limits().bulkhead(1).build());
        Reply first = failedOnce(narrow);
        Reply second = failedOnce(narrow);
        fixture.serverIsBack();
        assertThat(fixture.upstream.calls).hasSize(3);
        fixture.upstream.last().answer("first");
        assertThat(first.isAnswered()).isTrue();
        assertThat(second.isAnswered()).isFalse();
        assertThat(fixture.upstream.calls).hasSize(4);
        fixture.upstream.last().answer("second");
        assertThat(second.result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void wokenCallsThatFindNoPlaceGoOnWithTheirPause() {
        Tool narrow = Tools.tool(
                "files",
                "read",
                Tools.limits().bulkhead(1).bulkheadWait(Duration.ofMillis(1)).build());
        Reply first = failedOnce(narrow);
        Reply second = failedOnce(narrow);
        fixture.serverIsBack();
        fixture.timer.advance(Duration.ofMillis(1));
        fixture.upstream.last().answer("first");
        assertThat(first.isAnswered()).isTrue();
        assertThat(second.isAnswered()).isFalse();
        fixture.timer.advance(Duration.ofSeconds(1));
        fixture.upstream.last().answer("second");
        assertThat(second.result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void answersWakeMoreCallsThanTheFirstFew() {
        List<Reply> replies = Stream.generate(() -> failedOnce(tool)).limit(13).toList();
        fixture.serverIsBack();
        assertThat(fixture.upstream.calls).hasSize(13 + 10);
        fixture.upstream.last().answer("one");
        assertThat(fixture.upstream.calls).hasSize(13 + 12);
        fixture.upstream.last().answer("two");
        assertThat(fixture.upstream.calls).hasSize(13 + 13);
        assertThat(replies.stream().filter(Reply::isAnswered)).hasSize(2);
    }

    @Test
    void aServerThatAsksToWaitIsGivenThatTime() {
        fixture.send(tool);
        fixture.upstream.last().fail(Failed.asksToWait("files", "busy", Duration.ofSeconds(7)));
        fixture.paused.wake("files");
        fixture.timer.advance(Duration.ofSeconds(7).minusMillis(1));
        assertThat(fixture.upstream.calls).hasSize(1);
        fixture.timer.advance(Duration.ofMillis(1));
        assertThat(fixture.upstream.calls).hasSize(2);
    }

    @Test
    void aServerThatAsksToWaitNeverShortensAPause() {
        fixture.send(tool);
        fixture.upstream.last().fail(Failed.asksToWait("files", "busy", Duration.ZERO));
        fixture.timer.advance(Duration.ofMillis(999));
        assertThat(fixture.upstream.calls).hasSize(1);
    }

    @Test
    void aServerThatAsksToWaitLongerThanPausesMayLastEndsTheCallAtOnce() {
        Failed busy = Failed.asksToWait("files", "busy", Duration.ofSeconds(61));
        Reply reply = fixture.send(tool);
        fixture.upstream.last().fail(busy);
        assertThat(reply.failure()).isSameAs(busy);
    }

    private Reply failedOnce(Tool called) {
        Reply reply = fixture.send(called);
        fixture.upstream.last().fail(DOWN);
        return reply;
    }

    /** Attempts within the first second and a half of one call whose attempts all end like this. */
    private int attemptsOf(Tool tool, Failed failure) {
        int before = fixture.upstream.calls.size();
        fixture.upstream.answerWith(call -> call.fail(failure));
        Reply reply = fixture.send(tool);
        fixture.timer.advance(Duration.ofMillis(1500));
        reply.control().cancel(CancelCause.LIMIT);
        return fixture.upstream.calls.size() - before;
    }
}
