package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.Lifetime;
import io.mehari.cache.Lookup;
import io.mehari.cache.ResultCache;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The cache stages over a tier that is not in this process. */
class LaterCacheTierTest {
    private final CompletableFuture<Optional<ObjectNode>> answer = new CompletableFuture<>();
    private final ManualTimer timer = new ManualTimer();
    private final Tool cached = Tools.tool(
            "files", "read", Tools.limits().cache(Duration.ofMinutes(5), false).build());
    private final List<Boolean> ends = new ArrayList<>();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void theCallGoesOnOnTheThreadOfTheTierThatAnswers() throws InterruptedException {
        CompletableFuture<Thread> went = new CompletableFuture<>();
        exchangeOfACall();
        boolean sync = new CacheLookup(tier(), timer, null)
                .process(exchange, doneSync -> went.complete(doneSync ? null : Thread.currentThread()));
        assertThat(sync).isFalse();
        assertThat(went).isNotDone();

        Thread tier = new Thread(() -> answer.complete(Optional.of(Tools.text("later"))), "tier");
        tier.start();

        assertThat(went.orTimeout(10, TimeUnit.SECONDS).join()).isSameAs(tier);
        tier.join();
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isEqualTo(new Success(Tools.text("later"), true));
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.text("later"));
        assertThat(timer.pending()).as("no alarm is left").isZero();
    }

    @Test
    void anAnswerThatIsThereAlreadyIsTaken() {
        answer.complete(Optional.of(Tools.text("now")));
        lookUp(tier());
        assertThat(ends).hasSize(1);
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isEqualTo(new Success(Tools.text("now"), true));
    }

    @Test
    void aTierWithoutTheResultIsAMiss() {
        lookUp(tier());
        answer.complete(Optional.empty());
        assertThatTheCallWentOnAsAMiss();
    }

    @Test
    void aTierThatFailsIsAMiss() {
        lookUp(tier());
        answer.completeExceptionally(new IllegalStateException("connection refused"));
        assertThatTheCallWentOnAsAMiss();
    }

    @Test
    void aTierThatBreaksItsPromiseIsAMiss() {
        lookUp(tier());
        answer.complete(null);
        assertThatTheCallWentOnAsAMiss();
    }

    @Test
    void aTierThatThrowsIsAMiss() {
        lookUp(new Tier(() -> {
            throw new IllegalStateException("not connected");
        }));
        assertThatTheCallWentOnAsAMiss();
        assertThat(ends).containsExactly(true);
    }

    @Test
    void aTierThatNeverAnswersIsAMissWhenTheLongestWaitIsOver() {
        lookUp(tier());
        timer.advance(CacheLookup.MAX_WAIT.minusMillis(1));
        assertThat(ends).isEmpty();
        timer.advance(Duration.ofMillis(1));
        assertThatTheCallWentOnAsAMiss();
    }

    @Test
    void anAnswerAfterTheLongestWaitChangesNothing() {
        lookUp(tier());
        timer.advance(CacheLookup.MAX_WAIT);
        exchange.getMessage().setBody("of the server");
        answer.complete(Optional.of(Tools.text("too late")));
        assertThat(exchange.getMessage().getBody()).isEqualTo("of the server");
        assertThatTheCallWentOnAsAMiss();
    }

    @Test
    void withoutATimerThatBoundsTheWaitThereIsNone() {
        timer.fill();
        lookUp(tier());
        answer.complete(Optional.of(Tools.text("later")));
        assertThatTheCallWentOnAsAMiss();
    }

    @Test
    void aResultThatCannotBeKeptIsNoFailureOfTheCall() throws Exception {
        exchangeOfACall();
        exchange.setProperty(ExchangeState.CACHE_KEY, "key");
        exchange.setProperty(ExchangeState.RESULT, new Success(Tools.text("x"), false));
        exchange.getMessage().setBody(Tools.text("x"));
        Processor store = new CacheStore(tier());
        store.process(exchange);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isEqualTo(new Success(Tools.text("x"), false));
    }

    private void assertThatTheCallWentOnAsAMiss() {
        assertThat(ends).hasSize(1);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isNull();
        assertThat(exchange.getProperty(ExchangeState.CACHE_KEY, String.class)).startsWith("mcp:cache:");
        assertThat(timer.pending()).isZero();
    }

    private void lookUp(ResultCache cache) {
        exchangeOfACall();
        new CacheLookup(cache, timer, null).process(exchange, ends::add);
    }

    private void exchangeOfACall() {
        exchange.setProperty(ExchangeState.TOOL, cached);
        exchange.setProperty(ExchangeState.CALL, Tools.call("files", "read", Tools.json("{}")));
        exchange.getMessage().setBody(Tools.json("{}"));
    }

    private ResultCache tier() {
        return new Tier(() -> answer);
    }

    /** Stands in for a cache elsewhere. */
    private record Tier(Supplier<CompletableFuture<Optional<ObjectNode>>> answer) implements ResultCache {
        @Override
        public Lookup find(String key) {
            return new Lookup.Later(answer.get());
        }

        @Override
        public void store(String key, ObjectNode result, Lifetime lifetime) {
            throw new IllegalStateException("not connected");
        }
    }
}
