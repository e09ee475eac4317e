package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.Scope;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.security.SecuritySettings.Throttle;
import io.mehari.support.ManualTimer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailedKeysTest {
    private static final Throttle THREE = new Throttle(3, Duration.ofSeconds(30));

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final ManualTimer timer = new ManualTimer();
    private final FailedKeys keys = new FailedKeys(nanos::get, THREE, Optional.of(timer));
    private final AccessRules rules = new AccessRules(
            new SecuritySettings(true, List.of(new ApiKey("ci", KeyHash.of("right"), Set.of(Scope.CALL))), List.of()));
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailedKeys.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void watch() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void unwatch() {
        logger.detachAppender(log);
    }

    @Test
    void makesAnAddressWaitThatShowsTooMany() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(outcome(show("wrong", "10.0.0.7"))).isEqualTo(Outcome.UNAUTHENTICATED);
        }
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        Denied waits = (Denied) show("wrong", "10.0.0.7");

        assertThat(waits.rejection().outcome()).isEqualTo(Outcome.RATE_LIMITED);
        assertThat(waits.rejection().retryAfter()).hasValue(Duration.ofSeconds(20));
        assertThat(waits.challenges()).isEmpty();
        assertThat(outcome(show("wrong", "10.0.0.8"))).isEqualTo(Outcome.UNAUTHENTICATED);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));
        assertThat(outcome(show("wrong", "10.0.0.7"))).isEqualTo(Outcome.UNAUTHENTICATED);
    }

    /** Behind a proxy everybody has one address. */
    @Test
    void neverMakesARightKeyWait() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            show("wrong", "10.0.0.7");
        }
        assertThat(show("right", "10.0.0.7")).isEqualTo(new Granted(new Caller("ci", Set.of(Scope.CALL))));
        assertThat(outcome(show(null, "10.0.0.7"))).isEqualTo(Outcome.UNAUTHENTICATED);
        assertThat(keys.count()).isEqualTo(1_000);
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        FailedKeys off = new FailedKeys(nanos::get, new Throttle(0, Duration.ofSeconds(30)), Optional.empty());
        AccessDecision decision = rules.decide(AccessLevel.CALL, "Bearer wrong", Optional::empty);
        for (int i = 0; i < 1_000; i++) {
            assertThat(off.count(decision, InetAddress.getByName("10.0.0.7"))).isSameAs(decision);
        }
        assertThat(off.count()).isEqualTo(1_000);
    }

    /** Whoever tries keys at a place that needs none learns from the answer whether they are right. */
    @Test
    void countsThoseThatAreShownWhereNoneIsNeeded() throws Exception {
        AccessRules open = new AccessRules(new SecuritySettings(
                false, List.of(new ApiKey("ci", KeyHash.of("right"), Set.of(Scope.CALL))), List.of()));
        AccessDecision decision = open.decide(AccessLevel.DOCUMENT, "Bearer wrong", Optional::empty);

        for (int i = 0; i < 10; i++) {
            assertThat(keys.count(decision, InetAddress.getByName("10.0.0.7")))
                    .isEqualTo(new Granted(Caller.ANONYMOUS, true));
        }
        assertThat(keys.count()).isEqualTo(10);
    }

    @Test
    void tellsTheFirstAtOnceAndTheOthersTogether() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            show("wrong-" + i, "10.0.0.7");
        }
        assertThat(log.list).hasSize(1);
        nanos.addAndGet(FailedKeys.QUIET_NANOS);
        show("wrong-x", "10.0.0.8");

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Requests with an unknown API key: 1 since the last such line (0 of them answered 429), 1 since the"
                                + " start; the last came from 10.0.0.7",
                        "Requests with an unknown API key: 3000 since the last such line (2997 of them answered 429), 3001"
                                + " since the start; the last came from 10.0.0.8")
                .noneMatch(line -> line.contains("wrong"));
    }

    @Test
    void tellsTheLastOnesThoughNoneFollows() throws Exception {
        for (int i = 0; i < 5; i++) {
            show("wrong", "10.0.0.7");
        }
        assertThat(timer.pending()).isEqualTo(1);
        nanos.addAndGet(FailedKeys.QUIET_NANOS);
        timer.advance(Duration.ofNanos(FailedKeys.QUIET_NANOS));

        assertThat(log.list).hasSize(2);
        assertThat(log.list.get(1).getFormattedMessage()).contains("4 since the last such line");
        assertThat(timer.pending()).isZero();
    }

    private AccessDecision show(String key, String address) throws Exception {
        String header = key == null ? null : "Bearer " + key;
        return keys.count(rules.decide(AccessLevel.CALL, header, Optional::empty), InetAddress.getByName(address));
    }

    private static Outcome outcome(AccessDecision decision) {
        return ((Denied) decision).rejection().outcome();
    }
}
