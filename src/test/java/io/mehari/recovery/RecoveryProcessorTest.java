package io.mehari.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.RecoveryRecord;
import io.mehari.failure.RecoveryRecord.Result;
import io.mehari.protection.Resending;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** What becomes of a call that is given to a recovery route, whatever the route does (S1.3). */
class RecoveryProcessorTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Failed DOWN = Failed.down("files", "Upstream files is down", Duration.ofSeconds(1));
    private static final Failed LOST = Failed.outcomeUnknown("files", "Upstream files lost the connection");
    private static final FailureClassifier CLASSIFIER =
            FailureClassifier.read(new ClassPathResource("mehari/config/error-patterns.yaml"));

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ManualTimer timer = new ManualTimer();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();

    RecoveryProcessorTest() {
        context.getEndpoint("direct:recover-connection");
        context.getEndpoint("direct:recover-validation");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aSuccessOfTheRouteIsThatOfTheCall() {
        Success late = new Success(Tools.text("at last"), false);
        Exchange exchange = recover(DOWN, inner -> CallState.answer(inner, late.result(), late));
        assertThat(CallState.result(exchange)).isSameAs(late);
        assertThat(exchange.getMessage().getBody()).isSameAs(late.result());
        assertThat(record(exchange).result()).isEqualTo(Result.RECOVERED);
        assertThat(record(exchange).route()).isEqualTo("recover-connection");
    }

    @Test
    void aRouteThatGivesUpLeavesTheFailure() {
        Exchange exchange = recover(DOWN, inner -> {});
        assertThat(CallState.failure(exchange)).isSameAs(DOWN);
        assertThat(CallState.isAnswered(exchange)).isFalse();
        assertThat(record(exchange).result()).isEqualTo(Result.FAILED);
    }

    /** The caller must not be told that a call was never sent which has been sent since. */
    @Test
    void theFailureOfTheLastAttemptIsThatOfTheCall() {
        Exchange exchange = recover(DOWN, inner -> inner.setException(new ToolCallException(LOST)));
        assertThat(CallState.failure(exchange)).isSameAs(LOST);
        assertThat(CallState.category(exchange)).isEqualTo("CONNECTION");
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void whatMayHaveRunAndWasNotSentAgainIsCountedApart() {
        assertThat(record(recover(LOST, inner -> inner.setException(new ToolCallException(LOST))))
                        .result())
                .isEqualTo(Result.NOT_ALLOWED);
        Failed invalid = Failed.internal("a required value is missing");
        assertThat(record(recover(invalid, inner -> {})).result()).isEqualTo(Result.NOT_RECOVERABLE);
    }

    @Test
    void aRouteThatFailsEndsInTheFailureOfTheCall() {
        for (Throwable thrown : new Throwable[] {new IllegalStateException("broken"), new LinkageError("jar")}) {
            Exchange exchange = recover(DOWN, inner -> inner.setException(new RuntimeException(thrown)));
            assertThat(CallState.failure(exchange)).isSameAs(DOWN);
            assertThat(exchange.getException()).isNull();
            assertThat(record(exchange).result()).isEqualTo(Result.BROKEN);
        }
    }

    @Test
    void aRouteThatThrowsWhereItShouldCallBackEndsInTheFailureOfTheCall() {
        Exchange exchange = recover(DOWN, inner -> {
            throw new IllegalStateException("broken");
        });
        assertThat(record(exchange).result()).isEqualTo(Result.BROKEN);
        assertThat(answers).hasValue(1);
    }

    /** After a success the tool has run: its answer is the caller's, whatever the route does then. */
    @Test
    void aRouteThatFailsAfterASuccessStillHasIt() {
        Success late = new Success(Tools.text("at last"), false);
        Exchange exchange = recover(DOWN, inner -> {
            CallState.answer(inner, late.result(), late);
            inner.setException(new IllegalStateException("broken afterwards"));
        });
        assertThat(CallState.result(exchange)).isSameAs(late);
        assertThat(record(exchange).result()).isEqualTo(Result.RECOVERED);
    }

    @Test
    @ChangesBehaviour("mehari.recovery.limit")
    void aRouteThatHangsEndsAtItsLimitAndCannotSendTheCallAnyMore() {
        AtomicReference<AsyncCallback> hanging = new AtomicReference<>();
        Exchange exchange = failed(DOWN);
        recover(exchange, hanging, true);
        timer.advance(LIMIT.minusMillis(1));
        assertThat(answers).hasValue(0);
        timer.advance(Duration.ofMillis(1));
        assertThat(answers).hasValue(1);
        assertThat(CallState.failure(exchange)).isSameAs(DOWN);
        assertThat(record(exchange).result()).isEqualTo(Result.BROKEN);
        assertThat(Resending.of(exchange).close()).isTrue();

        hanging.get().done(false);
        assertThat(answers).as("too late").hasValue(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    @ChangesBehaviour("mehari.recovery.enabled")
    void nothingIsTriedWhereItIsSwitchedOff() {
        Exchange exchange = failed(DOWN);
        recover(exchange, new AtomicReference<>(), false);
        assertThat(runs).hasValue(0);
        assertThat(answers).hasValue(1);
        assertThat(record(exchange)).isNull();
    }

    @Test
    void nothingIsTriedWithoutARouteOrATool() {
        Exchange other = failed(Failed.timedOut("files", "late"));
        recover(other, new AtomicReference<>(), true);
        Exchange early = failed(DOWN);
        early.removeProperty(ExchangeState.TOOL);
        recover(early, new AtomicReference<>(), true);
        assertThat(runs).hasValue(0);
        assertThat(answers).hasValue(2);
    }

    private Exchange recover(Failed failure, Processor route) {
        Exchange exchange = failed(failure);
        AsyncProcessor steps = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange inner, AsyncCallback callback) {
                assertThat(inner.getException()).isNull();
                assertThat(inner.getMessage().getBody()).isEqualTo("arguments");
                try {
                    route.process(inner);
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                callback.done(true);
                return true;
            }
        };
        new RecoveryProcessor(steps, CLASSIFIER, new RecoverySettings(true, LIMIT), timer)
                .process(exchange, doneSync -> answers.incrementAndGet());
        assertThat(timer.pending()).isZero();
        return exchange;
    }

    private void recover(Exchange exchange, AtomicReference<AsyncCallback> hanging, boolean enabled) {
        AsyncProcessor steps = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange inner, AsyncCallback callback) {
                runs.incrementAndGet();
                hanging.set(callback);
                return false;
            }
        };
        new RecoveryProcessor(steps, CLASSIFIER, new RecoverySettings(enabled, LIMIT), timer)
                .process(exchange, doneSync -> answers.incrementAndGet());
    }

    private Exchange failed(Failed failure) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("arguments");
        exchange.setProperty(ExchangeState.CALL, Tools.call("files", "read", Tools.json("{}")));
        exchange.setProperty(ExchangeState.TOOL, Tools.tool("files", "read"));
        exchange.setProperty(ExchangeState.CONTROL, new CallControl());
        CallState.classified(exchange, failure, CLASSIFIER.categoryOf(failure));
        exchange.setProperty(ExchangeState.CLASSIFIED, CLASSIFIER.classify(failure));
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ToolCallException(failure));
        return exchange;
    }

    private static RecoveryRecord record(Exchange exchange) {
        return exchange.getProperty(ExchangeState.RECOVERY, RecoveryRecord.class);
    }
}
