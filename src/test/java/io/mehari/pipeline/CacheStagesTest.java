package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheActivity;
import io.mehari.cache.CacheSettings;
import io.mehari.cache.CaffeineResultCache;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.CachePolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CacheStagesTest {
    private static final Duration TTL = Duration.ofMinutes(5);

    private final CaffeineResultCache cache = new CaffeineResultCache(
            new CacheSettings(10, DataSize.ofMegabytes(1), DataSize.ofKilobytes(100), Duration.ofSeconds(300)));
    private final ManualTimer timer = new ManualTimer();
    private final List<ToolCall> renewed = new ArrayList<>();
    private final Renewals renewals = new Renewals(
            (call, control) -> {
                renewed.add(call);
                return new CompletableFuture<>();
            },
            call -> true,
            10,
            new CacheActivity(),
            timer,
            Clock.systemUTC());
    private final Tool cached =
            Tools.tool("files", "read", Tools.limits().cache(TTL, false).build());

    @Test
    void aSuccessAnswersTheNextCallAlike() {
        call(cached, "anna", "{'path': 'a'}", new Success(Tools.text("one"), false));
        Exchange next = lookUp(cached, "anna", "{'path': 'a'}");
        assertThat(next.getProperty(ExchangeState.RESULT)).isEqualTo(new Success(Tools.text("one"), true));
        assertThat(next.getMessage().getBody()).isEqualTo(Tools.text("one"));
    }

    @Test
    void isOffUnlessSaid() {
        Tool plain = Tools.tool("files", "read");
        call(plain, "anna", "{}", new Success(Tools.text("one"), false));
        assertThat(lookUp(plain, "anna", "{}").getProperty(ExchangeState.RESULT))
                .isNull();
        assertThat(cache.statistics().hits() + cache.statistics().misses()).isZero();
    }

    @Test
    void otherArgumentsAreAnotherCall() {
        call(cached, "anna", "{'path': 'a'}", new Success(Tools.text("one"), false));
        assertThat(lookUp(cached, "anna", "{'path': 'b'}").getProperty(ExchangeState.RESULT))
                .isNull();
    }

    @Test
    void callersDoNotSeeEachOthersResults() {
        call(cached, "anna", "{}", new Success(Tools.text("one"), false));
        assertThat(lookUp(cached, "ben", "{}").getProperty(ExchangeState.RESULT))
                .isNull();
    }

    @Test
    void callersSeeEachOthersResultsWhereTheyAreShared() {
        Tool shared =
                Tools.tool("files", "read", Tools.limits().cache(TTL, true).build());
        call(shared, "anna", "{}", new Success(Tools.text("one"), false));
        assertThat(lookUp(shared, "ben", "{}").getProperty(ExchangeState.RESULT))
                .isNotNull();
    }

    @Test
    void callersWithOtherForwardedHeadersDoNotSeeEachOthersResultsEvenWhereTheyAreShared() {
        Tool shared =
                Tools.tool("files", "read", Tools.limits().cache(TTL, true).build());
        Exchange first = with(ClientHeaders.of(Map.of("x-user", "anna")), shared);
        lookUp(first);
        first.setProperty(ExchangeState.RESULT, new Success(Tools.text("one"), false));
        first.getMessage().setBody(Tools.text("one"));
        new CacheStore(cache).process(first);
        Exchange other = with(ClientHeaders.of(Map.of("x-user", "ben")), shared);
        Exchange none = with(ClientHeaders.NONE, shared);
        Exchange same = with(ClientHeaders.of(Map.of("x-user", "anna")), shared);
        List.of(other, none, same).forEach(this::lookUp);
        assertThat(other.getProperty(ExchangeState.RESULT)).isNull();
        assertThat(none.getProperty(ExchangeState.RESULT)).isNull();
        assertThat(same.getProperty(ExchangeState.RESULT)).isNotNull();
    }

    @Test
    void whatIsDeclaredAloneEntersTheKeyButCredentialsAlwaysDo() {
        Tool declared = Tools.tool(
                "files",
                "read",
                Tools.limits()
                        .cache(new CachePolicy(
                                TTL, Duration.ZERO, true, Optional.of(Set.of("X-Tenant")), Long.MAX_VALUE, false))
                        .build());
        store(with(ClientHeaders.of(Map.of("x-tenant", "one", "x-trace", "1")), declared));
        Exchange otherTrace = with(ClientHeaders.of(Map.of("x-tenant", "one", "x-trace", "2")), declared);
        Exchange otherTenant = with(ClientHeaders.of(Map.of("x-tenant", "two", "x-trace", "1")), declared);
        Exchange otherKey = with(ClientHeaders.of(Map.of("x-tenant", "one", "authorization", "Bearer x")), declared);
        List.of(otherTrace, otherTenant, otherKey).forEach(this::lookUp);
        assertThat(otherTrace.getProperty(ExchangeState.RESULT)).isNotNull();
        assertThat(otherTenant.getProperty(ExchangeState.RESULT)).isNull();
        assertThat(otherKey.getProperty(ExchangeState.RESULT)).isNull();
        assertThat(otherKey.getProperty(ExchangeState.CACHE_KEY, String.class)).doesNotContain("Bearer");
    }

    @Test
    void whatDoesNotHoldAnyMoreIsGivenAndRenewedWhereTheToolSaysSo() {
        Tool stale = Tools.tool(
                "files",
                "read",
                Tools.limits()
                        .cache(new CachePolicy(
                                Duration.ofNanos(1), TTL, false, Optional.empty(), Long.MAX_VALUE, false))
                        .build());
        call(stale, "anna", "{}", new Success(Tools.text("old"), false));
        Exchange next = lookUp(stale, "anna", "{}");
        assertThat(next.getProperty(ExchangeState.RESULT, Success.class).staleAge())
                .isNotNull();
        assertThat(renewed).hasSize(1);
        call(cached, "anna", "{}", new Success(Tools.text("one"), false));
        lookUp(cached, "anna", "{}");
        assertThat(renewed).as("not for what holds").hasSize(1);
    }

    /** A call that is looked up, answered by its tool and stored. */
    private void store(Exchange exchange) {
        lookUp(exchange);
        exchange.setProperty(ExchangeState.RESULT, new Success(Tools.text("one"), false));
        exchange.getMessage().setBody(Tools.text("one"));
        new CacheStore(cache).process(exchange);
    }

    private static Exchange with(ClientHeaders headers, Tool tool) {
        Exchange exchange = exchangeOf(tool, "anna", "{}");
        ToolCall call = exchange.getProperty(ExchangeState.CALL, ToolCall.class);
        exchange.setProperty(
                ExchangeState.CALL,
                new ToolCall(
                        call.server(),
                        call.tool(),
                        call.arguments(),
                        call.context().with(headers)));
        return exchange;
    }

    @Test
    void onlyASuccessIsKept() {
        ObjectNode result = Tools.text("x");
        for (ToolCallResult other :
                new ToolCallResult[] {new ToolError(result), new InputRequired(result), Rejected.notFound("no")}) {
            call(cached, "anna", "{}", other);
            assertThat(lookUp(cached, "anna", "{}").getProperty(ExchangeState.RESULT))
                    .isNull();
        }
    }

    @Test
    void whatCameFromTheCacheIsNotKeptAgain() {
        call(cached, "anna", "{}", new Success(Tools.text("one"), true));
        assertThat(lookUp(cached, "anna", "{}").getProperty(ExchangeState.RESULT))
                .isNull();
    }

    @Test
    void anAnsweredCallIsLeftAlone() {
        call(cached, "anna", "{}", new Success(Tools.text("one"), false));
        Exchange rejected = exchangeOf(cached, "anna", "{}");
        rejected.setProperty(ExchangeState.RESULT, Rejected.notFound("no"));
        lookUp(rejected);
        assertThat(rejected.getProperty(ExchangeState.RESULT)).isEqualTo(Rejected.notFound("no"));
    }

    private Exchange lookUp(Tool tool, String caller, String arguments) {
        Exchange exchange = exchangeOf(tool, caller, arguments);
        lookUp(exchange);
        return exchange;
    }

    private void lookUp(Exchange exchange) {
        AtomicBoolean done = new AtomicBoolean();
        assertThat(new CacheLookup(cache, timer, renewals).process(exchange, done::set))
                .isTrue();
        assertThat(done).as("ended on the same thread").isTrue();
        assertThat(timer.pending()).isZero();
    }

    /** A call that is looked up, answered like this, and stored. */
    private void call(Tool tool, String caller, String arguments, ToolCallResult answer) {
        Exchange exchange = lookUp(tool, caller, arguments);
        exchange.setProperty(ExchangeState.RESULT, answer);
        exchange.getMessage().setBody(answer instanceof Success success ? success.result() : Tools.text("x"));
        new CacheStore(cache).process(exchange);
    }

    private static Exchange exchangeOf(Tool tool, String caller, String arguments) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.TOOL, tool);
        exchange.setProperty(
                ExchangeState.CALL,
                new ToolCall(
                        "files",
                        "read",
                        Tools.json(arguments),
                        new CallContext("id", new Caller(caller, Set.of()), Instant.EPOCH, 0)));
        exchange.getMessage().setBody(Tools.json(arguments));
        return exchange;
    }
}
