package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl;
import io.mehari.call.Outcome;
import io.mehari.call.Quota;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.exchange.ExchangeState;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.protocol.Json;
import io.mehari.ratelimit.CallerLimits;
import io.mehari.ratelimit.LocalRateLimiter;
import io.mehari.ratelimit.RateLimitSettings;
import io.mehari.ratelimit.RateLimiter;
import io.mehari.ratelimit.RefusedCallers;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class RateLimitCheckTest {
    private final RefusedCallers refused = new RefusedCallers(() -> 0);
    private final List<Boolean> ends = new ArrayList<>();
    private final List<Runnable> resumed = new ArrayList<>();
    private final CallControl control = new CallControl(progress -> {}, resumed::add);

    @Test
    void grantsAndTellsTheEndpointWhatIsLeft() {
        Exchange exchange = run(local(true));

        assertThat(ends).containsExactly(true);
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isNull();
        assertThat(control.quota().remaining()).isEqualTo(1);
    }

    @Test
    void refusesOneCallTooMany() {
        CallerLimits limits = local(true);
        run(limits);
        run(limits);
        Exchange third = run(limits);

        assertThat(resultOf(third).outcome()).isEqualTo(Outcome.RATE_LIMITED);
        assertThat(((Rejected) resultOf(third)).retryAfter()).contains(Duration.ofSeconds(1800));
        assertThat(control.quota().granted()).isFalse();
        assertThat(ends).containsExactly(true, true, true);
    }

    @Test
    void leavesAloneWhatHasItsAnswer() {
        Exchange exchange = exchange();
        Rejected answered = Rejected.notFound("none");
        exchange.setProperty(ExchangeState.RESULT, answered);
        new RateLimitCheck(local(true)).process(exchange, ends::add);

        assertThat(resultOf(exchange)).isSameAs(answered);
        assertThat(control.quota()).isEqualTo(Quota.UNLIMITED);
    }

    @Test
    void doesNothingWhileItIsOff() {
        CallerLimits limits = local(false);
        for (int i = 0; i < 10; i++) {
            assertThat(resultOf(run(limits))).isNull();
        }
        assertThat(control.quota()).isEqualTo(Quota.UNLIMITED);
    }

    @Test
    void goesOnOnTheThreadOfTheCallWhereAStoreAnswersLater() {
        CompletableFuture<Quota> answer = new CompletableFuture<>();
        Exchange exchange = run(limits((caller, limit) -> answer, true));
        assertThat(ends).isEmpty();

        answer.complete(new Quota(false, "p", 0, Duration.ofSeconds(5), Duration.ofSeconds(1)));
        assertThat(ends).as("not on the thread of the store").isEmpty();
        resumed.forEach(Runnable::run);

        assertThat(ends).containsExactly(false);
        assertThat(resultOf(exchange).outcome()).isEqualTo(Outcome.RATE_LIMITED);
    }

    @Test
    void aStoreThatFailsStopsNoCall() {
        Exchange exchange = run(limits(
                (caller, limit) -> CompletableFuture.failedFuture(new IllegalStateException("connection refused")),
                true));
        resumed.forEach(Runnable::run);

        assertThat(ends).containsExactly(false);
        assertThat(resultOf(exchange)).isNull();
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void whoWasRefusedIsAnIssueWhileCallsAreLimited() {
        CallerLimits limits = local(true);
        RateLimitFigures figures = new RateLimitFigures(limits, new LocalRateLimiter(1, () -> 0), refused);
        run(limits);
        run(limits);
        assertThat(figures.issues()).isEmpty();
        run(limits);
        run(limits);

        assertThat(figures.issues()).extracting(Issue::kind).containsExactly("rate_limited");
        assertThat(figures.issues().get(0).cause()).startsWith("2 calls of this caller went beyond its limit");
        limits.replace(settings(false));
        assertThat(figures.issues()).isEmpty();
    }

    @Test
    void limitsThatAreToBeSharedAndAreNotAreAnIssue() {
        LocalRateLimiter local = new LocalRateLimiter(1, () -> 0);
        CallerLimits limits = limits(local, true);
        RateLimitFigures figures = new RateLimitFigures(limits, local, refused);
        assertThat(figures.issues()).isEmpty();
        limits.replace(new RateLimitSettings(true, 2, Duration.ofHours(1), 2, 10, true, 1, List.of()));

        assertThat(figures.issues()).extracting(Issue::kind).containsExactly("rate_limit_not_shared");
        assertThat(figures.issues().get(0).cause()).contains("there is no mehari.redis.url");
    }

    private Exchange run(CallerLimits limits) {
        Exchange exchange = exchange();
        new RateLimitCheck(limits).process(exchange, ends::add);
        return exchange;
    }

    private Exchange exchange() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.CALL, Tools.call("files", "read", Json.object()));
        exchange.setProperty(ExchangeState.CONTROL, control);
        return exchange;
    }

    private CallerLimits local(boolean on) {
        return limits(new LocalRateLimiter(10, () -> 0), on);
    }

    private CallerLimits limits(RateLimiter limiter, boolean on) {
        return new CallerLimits(limiter, refused, settings(on));
    }

    private static RateLimitSettings settings(boolean on) {
        return new RateLimitSettings(on, 2, Duration.ofHours(1), 2, 10, false, 1, List.of());
    }

    private static ToolCallResult resultOf(Exchange exchange) {
        return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }
}
