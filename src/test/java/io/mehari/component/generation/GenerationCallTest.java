package io.mehari.component.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.CallControl;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.component.generation.GenerationCallFixture.Inside;
import io.mehari.component.generation.GenerationCallFixture.Outside;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationCallTest {
    private final GenerationCallFixture fixture;

    GenerationCallTest() throws Exception {
        fixture = new GenerationCallFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void takesTheOutcomeBack() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send();
        assertThat(fixture.inFlight.size()).isEqualTo(1);
        fixture.inside.remove().answer("hello");
        assertThat(outside.result()).isEqualTo(new Success(Tools.text("hello"), false));
        assertThat(outside.answers()).hasValue(1);
        assertThat(fixture.inFlight.size()).isZero();
    }

    @Test
    void neitherHeadersNorForeignPropertiesCross() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send(exchange -> {
            exchange.getMessage().setHeader("Authorization", "secret");
            exchange.setProperty("foreign", "outer");
            exchange.setVariable("mine", "outer");
        });
        Exchange inner = fixture.inside.peek().exchange();
        assertThat(inner.getMessage().getHeaders()).isEmpty();
        assertThat(inner.getProperty("foreign")).isNull();
        assertThat(inner.getVariable("mine")).isNull();
        assertThat(inner.getMessage().getBody()).isEqualTo(Tools.json("{'path': 'a'}"));
        inner.getMessage().setHeader("leaked", "inner");
        inner.setProperty("foreign", "inner");
        fixture.inside.remove().answer("hello");
        assertThat(outside.exchange().getMessage().getHeaders()).containsOnlyKeys("Authorization");
        assertThat(outside.exchange().getProperty("foreign")).isEqualTo("outer");
    }

    @Test
    void whatARouteAuthorMadeOfTheResultLeaves() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send();
        Inside inside = fixture.inside.remove();
        inside.exchange().getMessage().setBody(Tools.text("rewritten"));
        inside.answer("original");
        assertThat(outside.result()).isEqualTo(new Success(Tools.text("rewritten"), false));
    }

    @Test
    void aFailureThatNoStageHandledIsAnOutcomeToo() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send();
        Inside inside = fixture.inside.remove();
        Failed failed = Failed.timedOut("files", "slow");
        inside.exchange().setException(new ToolCallException(failed));
        inside.callback().done(false);
        assertThat(outside.result()).isSameAs(failed);
    }

    @Test
    void aDefectGoesToTheLastResort() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send();
        Inside inside = fixture.inside.remove();
        inside.exchange().setException(new IllegalStateException("defect"));
        inside.callback().done(false);
        assertThat(outside.exchange().getException()).hasMessage("defect");
        Outside none = fixture.send();
        fixture.inside.remove().callback().done(false);
        assertThat(none.exchange().getException()).hasMessageContaining("without an outcome");
    }

    @Test
    void withoutAGenerationCallsFailAtOnce() {
        Outside outside = fixture.send();
        assertThat(outside.exchange().getException()).hasMessageContaining("No generation");
        assertThat(outside.answers()).hasValue(1);
    }

    @Test
    void anExchangeWithoutACallIsRefused() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send(exchange -> exchange.removeProperty(ExchangeState.CALL));
        assertThat(outside.exchange().getException()).isNotNull();
        assertThat(fixture.inside).isEmpty();
    }

    @Test
    void aStepThatThrowsLeavesNothingBehind() throws Exception {
        Generation generation = fixture.serve(1);
        fixture.step = inside -> {
            inside.exchange().setException(new IllegalStateException("defect"));
            inside.callback().done(false);
            inside.callback().done(false);
        };
        Outside outside = fixture.send();
        assertThat(outside.answers()).hasValue(1);
        assertThat(generation.calls()).isZero();
    }

    @Test
    void aRetiredGenerationDrainsBeforeItIsDone() throws Exception {
        Generation first = fixture.serve(1);
        Outside outside = fixture.send();
        fixture.running.flip(fixture.build(2));
        CompletableFuture<Void> drained = first.retire();
        assertThat(drained).isNotDone();
        fixture.inside.remove().answer("still here");
        assertThat(drained).isDone();
        assertThat(outside.result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void anIdleGenerationIsDrainedAtOnce() throws Exception {
        assertThat(fixture.serve(1).retire()).isDone();
    }

    @Test
    void aCallThatComesWhileOneRetiresGoesToTheNext() throws Exception {
        Generation first = fixture.serve(1);
        Generation second = fixture.build(2);
        first.retire();
        assertThat(first.enter()).isFalse();
        fixture.running.flip(second);
        fixture.send();
        assertThat(fixture.inside.remove().generation()).isEqualTo(2);
        assertThat(first.calls()).isZero();
    }

    @Test
    void twoHundredFlipsLoseNoCallAndRunNoneTwice() throws Exception {
        ExecutorService later = Executors.newFixedThreadPool(2);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        ConcurrentHashMap<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        Queue<Outside> sent = new ConcurrentLinkedQueue<>();
        Queue<CompletableFuture<Void>> drains = new ConcurrentLinkedQueue<>();
        Semaphore permits = new Semaphore(0);
        fixture.step = inside -> later.execute(() -> {
            String id = idOf(inside.exchange());
            runs.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
            inside.answer(id);
        });
        try {
            fixture.serve(0);
            for (int caller = 0; caller < 2; caller++) {
                callers.execute(() -> {
                    for (int i = 0; i < 200 * 20; i++) {
                        permits.acquireUninterruptibly();
                        sent.add(fixture.send());
                    }
                });
            }
            for (int number = 1; number <= 200; number++) {
                Generation next = fixture.build(number);
                permits.release(40);
                drains.add(fixture.running.flip(next).orElseThrow().retire());
            }
            callers.shutdown();
            assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            sent.stream().allMatch(outside -> outside.answers().get() > 0));
        } finally {
            permits.release(8000);
            callers.shutdown();
            later.shutdown();
        }
        assertThat(later.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sent).hasSize(8000).allSatisfy(outside -> {
            assertThat(outside.answers()).hasValue(1);
            assertThat(outside.result()).isEqualTo(new Success(Tools.text(idOf(outside.exchange())), false));
        });
        assertThat(runs).hasSameSizeAs(sent);
        assertThat(runs.values()).allSatisfy(count -> assertThat(count).hasValue(1));
        assertThat(drains).hasSize(200).allMatch(CompletableFuture::isDone);
        assertThat(fixture.inFlight.size()).isZero();
    }

    @Test
    void theWatchdogLeavesCallsAloneUntilDeadlineAndGraceHavePassed() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send();
        ahead(GenerationCallFixture.TOTAL);
        fixture.inFlight.sweep();
        assertThat(outside.answers()).hasValue(0);
        fixture.inside.remove().answer("in time");
        assertThat(outside.result().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(fixture.abandoned).isEmpty();
    }

    @Test
    void theWatchdogAnswersOnceWhatNobodyAnswers() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send();
        overdue();
        fixture.inFlight.sweep();
        fixture.inFlight.sweep();
        assertThat(outside.answers()).hasValue(1);
        assertThat(outside.failure().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(outside.failure().message()).contains("files/read").contains("watchdog");
        assertThat(fixture.abandoned).hasSize(1);
        assertThat(controlOf(fixture.inside.peek()).isCancelled()).isTrue();
        assertThat(fixture.inFlight.size()).isZero();
    }

    @Test
    void theWatchdogDoesNotCountTheTimeForWhichTheClientIsAsked() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send();
        CallControl control = controlOf(fixture.inside.peek());
        control.asked(System.nanoTime());
        overdue();
        fixture.inFlight.sweep();
        assertThat(outside.answers()).as("still asking").hasValue(0);
        control.answered(System.nanoTime());
        fixture.inFlight.sweep();
        assertThat(outside.answers()).as("the question took no time").hasValue(1);
    }

    @Test
    void anAnswerAfterTheWatchdogsChangesNothing() throws Exception {
        Generation generation = fixture.serve(1);
        Outside outside = fixture.send();
        overdue();
        fixture.inFlight.sweep();
        ToolCallResult given = outside.result();
        assertThat(generation.calls()).as("still runs in there").isEqualTo(1);
        fixture.inside.remove().answer("late");
        assertThat(outside.result()).isSameAs(given);
        assertThat(outside.answers()).hasValue(1);
        assertThat(generation.calls()).isZero();
    }

    @Test
    void anAbandonedCallIsRecordedOnlyOnce() throws Exception {
        fixture.serve(1);
        fixture.send();
        overdue();
        fixture.inFlight.sweep();
        assertThat(controlOf(fixture.inside.peek()).claimRecord())
                .as("the record stage of the late answer")
                .isFalse();
    }

    @Test
    void theWatchdogAnswersEveryCallEvenIfOneOfThemMakesItThrow() throws Exception {
        fixture.serve(1);
        List<Outside> outsides = List.of(fixture.send(), fixture.send(), fixture.send());
        fixture.inside.forEach(inside -> controlOf(inside).onCancel(() -> {
            throw new IllegalStateException("a hook's defect");
        }));
        overdue();
        fixture.inFlight.sweep();
        assertThat(outsides).allSatisfy(outside -> assertThat(outside.answers()).hasValue(1));
        assertThat(fixture.abandoned).as("recorded").hasSize(3);
    }

    @Test
    void theCallersArgumentsAreNeverTheAnswer() throws Exception {
        fixture.serve(1);
        Outside outside = fixture.send();
        Inside inside = fixture.inside.remove();
        assertThat(inside.exchange().getMessage().getBody()).isEqualTo(Tools.json("{'path': 'a'}"));
        inside.answer("only the property is set");
        assertThat(outside.result()).isEqualTo(new Success(Tools.text("only the property is set"), false));
    }

    @Test
    void isForSendingOnly() {
        assertThatThrownBy(() -> fixture.fixed.getEndpoint("generation:x").createConsumer(exchange -> {}))
                .hasMessageContaining("direct:");
    }

    private void overdue() {
        ahead(GenerationCallFixture.TOTAL.plus(GenerationCallFixture.GRACE));
    }

    private void ahead(Duration by) {
        fixture.aheadNanos.set(by.toNanos());
    }

    private static CallControl controlOf(Inside inside) {
        return inside.exchange().getProperty(ExchangeState.CONTROL, CallControl.class);
    }

    private static String idOf(Exchange exchange) {
        return exchange.getProperty(ExchangeState.CALL, io.mehari.call.ToolCall.class)
                .context()
                .requestId();
    }
}
