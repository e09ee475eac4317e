package io.mehari.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.Quota;
import io.mehari.call.Scope;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.ratelimit.RateLimitSettings.OfCaller;
import io.mehari.support.CheckedSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CallerLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final RefusedCallers refused = new RefusedCallers(nanos::get);
    private final CallerLimits limits =
            new CallerLimits(new LocalRateLimiter(1_000, nanos::get), refused, settings(true, 3));

    @Test
    void whoHasAKeyIsCountedByItWhereverItCallsFrom() throws Exception {
        assertThat(granted(keyed("ci", "192.0.2.1"), 2)).isEqualTo(2);
        assertThat(granted(keyed("ci", "192.0.2.2"), 5)).isEqualTo(1);
        assertThat(granted(keyed("other", "192.0.2.1"), 5)).isEqualTo(3);
    }

    @Test
    void withoutKeysTheAddressCountsAndOfIpv6TheNetwork() throws Exception {
        assertThat(granted(from("192.0.2.1"), 5)).isEqualTo(3);
        assertThat(granted(from("192.0.2.2"), 5)).isEqualTo(3);
        assertThat(granted(from("2001:db8:1:2::1"), 2)).isEqualTo(2);
        assertThat(granted(from("2001:db8:1:2:ffff::9"), 5)).isEqualTo(1);
        assertThat(granted(from("2001:db8:1:3::1"), 5)).isEqualTo(3);
        assertThat(granted(context(Caller.LOCAL), 5)).as("of nowhere").isEqualTo(3);
    }

    @Test
    void singleHoldersOfKeysHaveLimitsOfTheirOwnOrNone() throws Exception {
        assertThat(granted(keyed("batch", "192.0.2.1"), 50)).isEqualTo(10);
        assertThat(granted(keyed("boss", "192.0.2.1"), 500)).isEqualTo(500);
        assertThat(limits.take(keyed("boss", "192.0.2.1")).join()).isEqualTo(Quota.UNLIMITED);
    }

    @Test
    void callsOfRoutesAndReplaysAreNotCounted() throws Exception {
        CallContext outside = from("192.0.2.1");
        assertThat(granted(outside.inner("r2", Instant.EPOCH, 0), 50)).isEqualTo(50);
        assertThat(granted(outside.asReplay(), 50)).isEqualTo(50);
        assertThat(granted(outside, 50)).isEqualTo(3);
    }

    @Test
    void aRefusalSaysTheLimitAndWhenToCallAgainInWholeSeconds() throws Exception {
        CallContext call = keyed("ci", "192.0.2.1");
        granted(call, 3);
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        Rejected rejected = limits.refuse(call, limits.take(call).join());

        assertThat(rejected.outcome()).isEqualTo(Outcome.RATE_LIMITED);
        assertThat(rejected.retryAfter()).as("1.9 s").contains(Duration.ofSeconds(2));
        assertThat(rejected.message())
                .isEqualTo(
                        "Too many calls with the key ci: 30 in 60 s are allowed, 3 of them at once. Nothing was sent;"
                                + " call again in 2 s");
        assertThat(limits.refuse(from("192.0.2.7"), limits.take(call).join()).message())
                .startsWith("Too many calls from 192.0.2.7: ");
        nanos.addAndGet(rejected.retryAfter().orElseThrow().toNanos());
        assertThat(limits.take(call).join().granted()).isTrue();
    }

    @Test
    void rememberedIsWhoWasRefusedWithinFiveMinutes() throws Exception {
        CallContext call = from("192.0.2.1");
        Quota over = new Quota(false, "p", 0, MINUTE, MINUTE);
        limits.refuse(call, over);
        limits.refuse(call, over);
        limits.refuse(keyed("ci", "192.0.2.1"), over);
        assertThat(refused.lately()).extracting(RefusedCallers.Refused::caller).containsExactly("192.0.2.1", "ci");
        assertThat(refused.lately().get(0).times()).isEqualTo(2);

        nanos.addAndGet(RefusedCallers.SHOWN_NANOS + 1);
        assertThat(refused.lately()).isEmpty();
        for (int i = 0; i < 500; i++) {
            limits.refuse(from("192.0.2." + i % 250), over);
        }
        assertThat(refused.lately()).hasSize(RefusedCallers.MOST);
        assertThat(refused.count()).isEqualTo(503);
    }

    @Test
    void otherSettingsHoldForTheNextCall() throws Exception {
        CallContext call = from("192.0.2.1");
        limits.replace(settings(false, 3));
        assertThat(limits.isOn()).isFalse();
        assertThat(granted(call, 50)).isEqualTo(50);
        limits.replace(settings(true, 5));
        assertThat(limits.isOn()).isTrue();
        assertThat(granted(call, 50)).isEqualTo(5);
    }

    @Test
    void isOffByDefaultAndHasTheDocumentedDefaults() {
        gateway().run(context -> {
            assertThat(context.getBean(RateLimitSettings.class))
                    .isEqualTo(new RateLimitSettings(false, 100, MINUTE, 20, 10_000, false, 1, List.of()));
            assertThat(context.getBean(CallerLimits.class).isOn()).isFalse();
        });
    }

    @Test
    void readsLimitsOfSingleCallers() {
        gateway()
                .withPropertyValues(
                        "mehari.rate-limit.callers[0].name=agent.one@example.com",
                        "mehari.rate-limit.callers[0].calls=600",
                        "mehari.rate-limit.callers[1].name=boss",
                        "mehari.rate-limit.callers[1].calls=0",
                        "mehari.rate-limit.callers[1].burst=3")
                .run(context -> assertThat(
                                context.getBean(RateLimitSettings.class).callers())
                        .containsExactly(new OfCaller("agent.one@example.com", 600, 20), new OfCaller("boss", 0, 3)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "calls=0",
                "calls=1000001",
                "window=999ms",
                "window=61m",
                "burst=0",
                "burst=100001",
                "max-callers=0",
                "callers[0].name=",
                "callers[0].name=without-calls",
                "per=1m"
            })
    void refusesWhatDoesNotFit(String setting) {
        gateway()
                .withPropertyValues("mehari.rate-limit." + setting)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aCallerStandsInTheListOnce() {
        OfCaller one = new OfCaller("ci", 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimitSettings(true, 1, MINUTE, 1, 1, false, 1, List.of(one, one)))
                .withMessageContaining("mehari.rate-limit.callers: ci stands twice");
    }

    private static ApplicationContextRunner gateway() {
        return new ApplicationContextRunner()
                .withInitializer(new CheckedSettings())
                .withUserConfiguration(RateLimitConfiguration.class);
    }

    private static RateLimitSettings settings(boolean on, int burst) {
        return new RateLimitSettings(
                on,
                30,
                MINUTE,
                burst,
                1_000,
                false,
                1,
                List.of(new OfCaller("batch", 60, 10), new OfCaller("boss", 0, 1)));
    }

    private int granted(CallContext context, int calls) {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += limits.take(context).join().granted() ? 1 : 0;
        }
        return granted;
    }

    private static CallContext keyed(String name, String address) throws Exception {
        return context(new Caller(name, Set.of(Scope.CALL))).sentBy(InetAddress.getByName(address));
    }

    private static CallContext from(String address) throws Exception {
        return context(Caller.LOCAL).sentBy(InetAddress.getByName(address));
    }

    private static CallContext context(Caller caller) {
        return new CallContext("r1", caller, Instant.EPOCH, 0);
    }
}
