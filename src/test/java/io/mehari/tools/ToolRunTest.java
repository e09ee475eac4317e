package io.mehari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.exchange.ExchangeState;
import io.mehari.monitoring.StepWatch;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On which threads a tool route runs, and what becomes of them at its limit. */
class ToolRunTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ManualTimer timer = new ManualTimer();
    private final StepWatch watch = StepWatch.started(Clock.systemUTC());
    private final ToolThreads threads = ToolThreads.of(4, 10);
    private final FakeUpstream upstream = new FakeUpstream("files");
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CallControl control = new CallControl();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        Upstreams upstreams = new Upstreams();
        upstreams.add(upstream);
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(1);
        context.getCamelContextExtension().addInterceptStrategy(new ToolSteps(watch));
        context.getRegistry().bind("upstreams", upstreams);
        context.getRegistry().bind("timer", timer);
        context.addRoutes(new Routes());
        context.start();
    }

    @AfterEach
    void stop() {
        open.countDown();
        context.stop();
        threads.close();
        watch.close();
    }

    private final class Routes extends RouteBuilder {
        @Override
        public void configure() {
            errorHandler(noErrorHandler());
            from("direct:helper").to("mcp:files?tool=read").process(this::look);
            from("ai-tool:plain").process(this::look).to("mcp:files?tool=read").process(this::look);
            from("ai-tool:dynamic").toD("mcp:files?tool=read").process(this::look);
            from("ai-tool:enrich")
                    .enrich("mcp:files?tool=read", (before, answer) -> answer)
                    .process(this::look);
            from("ai-tool:nested").to("direct:helper").process(this::look);
            from("ai-tool:choice")
                    .choice()
                    .when(simple("${body} != null"))
                    .to("mcp:files?tool=read")
                    .end()
                    .process(this::look);
            from("ai-tool:try")
                    .doTry()
                    .to("mcp:files?tool=read")
                    .doCatch(Exception.class)
                    .end()
                    .process(this::look);
            from("ai-tool:split")
                    .split(constant(List.of("{}")))
                    .to("mcp:files?tool=read")
                    .process(this::look)
                    .end()
                    .process(this::look);
            from("ai-tool:multicast")
                    .multicast()
                    .parallelProcessing()
                    .to("mcp:files?tool=read")
                    .end()
                    .process(this::look);
            from("ai-tool:sleeps").process(exchange -> {
                seen.add("begins");
                open.await();
            });
            from("ai-tool:stubborn")
                    .process(exchange -> {
                        seen.add("begins");
                        while (open.getCount() > 0) {
                            try {
                                open.await();
                            } catch (InterruptedException e) {
                                seen.add("ignores");
                            }
                        }
                    })
                    .process(this::look);
            from("ai-tool:tidies")
                    .doTry()
                    .to("mcp:files?tool=read")
                    .process(this::look)
                    .doFinally()
                    .process(exchange -> seen.add("tidied"))
                    .end();
            from("ai-tool:flag")
                    .process(exchange ->
                            seen.add("interrupted " + Thread.currentThread().isInterrupted()));
        }

        private void look(Exchange exchange) {
            seen.add(Thread.currentThread().getName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "dynamic", "enrich", "nested", "choice", "try", "split", "multicast"})
    void afterAnAsynchronousStepItGoesOnOnAThreadOfTools(String tool) {
        CompletableFuture<Exchange> run = call(tool);
        answerOnAThreadThatMustNotBlock();
        assertThat(resultOf(run.join()).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(seen).isNotEmpty().allMatch(name -> name.startsWith("mehari-tool-"));
    }

    @Test
    void waitsWithoutAThread() {
        List<CompletableFuture<Exchange>> runs =
                Stream.generate(() -> call("dynamic")).limit(8).toList();
        awaitCalls(8);
        upstream.calls.forEach(made -> made.answer("done"));
        runs.forEach(run -> assertThat(resultOf(run.join()).outcome()).isEqualTo(Outcome.SUCCESS));
    }

    @Test
    void interruptsAtTheLimitAndLeavesNoInterruptBehind() {
        CompletableFuture<Exchange> run = call("sleeps");
        awaitSeen("begins");
        timer.advance(LIMIT);
        assertThat(failureOf(run.join())).isEqualTo(Outcome.TIMED_OUT);
        for (int i = 0; i < 8; i++) {
            call("flag").join();
        }
        assertThat(seen).contains("interrupted false").doesNotContain("interrupted true");
        awaitEnded();
        timer.advance(Duration.ofSeconds(1));
        assertThat(threads.hanging()).isEmpty();
        assertThat(new ToolThreadsHealth(threads).check().healthy()).isTrue();
    }

    @Test
    void aThreadThatHangsAllTheSameIsReplacedAndShownUntilItEnds() {
        CompletableFuture<Exchange> run = call("stubborn");
        awaitSeen("begins");
        timer.advance(LIMIT);
        assertThat(failureOf(run.join())).isEqualTo(Outcome.TIMED_OUT);
        awaitSeen("ignores");
        timer.advance(Duration.ofSeconds(1));
        assertThat(threads.hanging()).containsEntry("camel/stubborn", 1);
        assertThat(new ToolThreadsHealth(threads).check().detail()).contains("camel/stubborn");
        open.countDown();
        Awaitility.await().atMost(PATIENCE).until(() -> threads.hanging().isEmpty());
        assertThat(seen).as("no step begins after the limit").containsExactly("begins", "ignores");
    }

    @Test
    void whatTheRouteCallsIsCancelledAtTheLimitAndNothingFollows() {
        CompletableFuture<Exchange> run = call("plain");
        awaitCalls(1);
        timer.advance(LIMIT);
        assertThat(failureOf(run.join())).isEqualTo(Outcome.TIMED_OUT);
        assertThat(upstream.last().isCancelled()).isTrue();
        assertThat(seen).as("only the step before").hasSize(1);
    }

    @Test
    void stepsThatTidyUpRunAfterTheLimit() {
        CompletableFuture<Exchange> run = call("tidies");
        awaitCalls(1);
        control.cancel(CancelCause.LIMIT);
        assertThat(failureOf(run.join())).isEqualTo(Outcome.TIMED_OUT);
        awaitSeen("tidied");
        assertThat(seen).containsExactly("tidied");
    }

    @Test
    void aCallerWhoLeavesEndsTheCallButTheRouteHasUntilItsLimit() {
        CompletableFuture<Exchange> run = call("sleeps");
        awaitSeen("begins");
        control.cancel(CancelCause.CALLER);
        assertThat(failureOf(run.join())).isEqualTo(Outcome.CANCELLED);
        assertThat(timer.pending()).as("its clock").isEqualTo(1);
        timer.advance(LIMIT);
        for (int i = 0; i < 8; i++) {
            call("flag").join();
        }
        awaitEnded();
        timer.advance(Duration.ofSeconds(1));
        assertThat(threads.hanging()).isEmpty();
    }

    private void answerOnAThreadThatMustNotBlock() {
        awaitCalls(1);
        var reader = Executors.newSingleThreadExecutor(task -> new Thread(task, "mehari-data-1"));
        reader.execute(() -> upstream.last().answer("done"));
        reader.shutdown();
    }

    private void awaitCalls(int number) {
        Awaitility.await().atMost(PATIENCE).until(() -> upstream.calls.size() == number);
    }

    private void awaitSeen(String what) {
        Awaitility.await().atMost(PATIENCE).until(() -> seen.contains(what));
    }

    /** The clock is the test's own: it must not find a thread that has been interrupted and has not woken yet. */
    private void awaitEnded() {
        Awaitility.await().atMost(PATIENCE).until(() -> threads.running() == 0);
    }

    private CompletableFuture<Exchange> call(String tool) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(ExchangeState.CALL, Tools.call("camel", tool, Tools.json("{}")));
        exchange.setProperty(
                ExchangeState.TOOL,
                Tools.tool("camel", tool, Tools.limits().attempt(LIMIT).build()));
        exchange.setProperty(ExchangeState.CONTROL, control.isCancelled() ? new CallControl() : control);
        exchange.getMessage().setBody(Map.of());
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        new CamelTools(threads, timer).process(exchange, doneSync -> ended.complete(exchange));
        return ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static ToolCallResult resultOf(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }

    private static Outcome failureOf(Exchange exchange) {
        return ((ToolCallException) exchange.getException()).result().outcome();
    }
}
