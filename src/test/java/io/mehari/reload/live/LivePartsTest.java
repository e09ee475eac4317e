package io.mehari.reload.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.mehari.alert.Alerts;
import io.mehari.cache.CacheSettings;
import io.mehari.cache.CaffeineResultCache;
import io.mehari.cache.Lookup;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.Quota;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.alert.AlertThresholds;
import io.mehari.protocol.Json;
import io.mehari.ratelimit.CallerLimits;
import io.mehari.ratelimit.LocalRateLimiter;
import io.mehari.ratelimit.RateLimitSettings;
import io.mehari.ratelimit.RefusedCallers;
import io.mehari.result.LargeResults;
import io.mehari.result.ResultSettings;
import io.mehari.security.AccessDecision.Granted;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.KeyRing;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import io.mehari.support.Tools;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/** What each part does with settings that have changed, and that it can go back. */
class LivePartsTest {
    private static final LivePartsConfiguration PARTS = new LivePartsConfiguration();
    private static final String ONE = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"; // foo
    private static final String TWO = "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"; // bar

    @Test
    void aKeyThatIsTakenOutIsUnknownAndOneThatIsAddedOpens() {
        KeyRing ring = new KeyRing(security(ONE));
        AccessRules rules = new AccessRules(ring, false, Clock.systemUTC());
        LivePart part = PARTS.liveKeys(ring);
        assertThat(part.covers("mehari.security.keys[0].sha256")).isTrue();
        assertThat(part.covers("mehari.security.keys-file")).isFalse();

        Runnable undo = part.takes().apply(keys(TWO));
        assertThat(opens(rules, "foo")).isFalse();
        assertThat(opens(rules, "bar")).isTrue();

        undo.run();
        assertThat(opens(rules, "foo")).isTrue();
        assertThat(opens(rules, "bar")).isFalse();
    }

    @Test
    void theFirstAndTheLastKeyNeedARestart() {
        LivePart open = PARTS.liveKeys(new KeyRing(security()));
        assertThat(open.canTake().test(keys(ONE))).isFalse();
        LivePart keyed = PARTS.liveKeys(new KeyRing(security(ONE)));
        assertThat(keyed.canTake().test(keys(TWO))).isTrue();
        assertThat(keyed.canTake().test(settings(Map.of()))).isFalse();
    }

    @Test
    void keysThatDoNotFitTogetherAreRefused() {
        KeyRing ring = new KeyRing(security(ONE));
        SecuritySettings twice = security(ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ring.configure(List.of(twice.keys().get(0), twice.keys().get(0))));
        assertThat(opens(new AccessRules(ring, false, Clock.systemUTC()), "foo"))
                .isTrue();
    }

    @Test
    void pagesOfAnOriginThatIsAddedMayUseTheGateway() {
        SecuritySettings settings = security(ONE);
        OriginRules rules = new OriginRules(settings, false, false);
        Runnable undo = PARTS.liveOrigins(rules, settings)
                .takes()
                .apply(settings(Map.of("mehari.security.allowed-origins[0]", "https://app.example.com")));
        assertThat(rules.allows("https://app.example.com")).isTrue();
        undo.run();
        assertThat(rules.allows("https://app.example.com")).isFalse();
    }

    @Test
    void groupsAreReplacedAndTheCatalogueIsShownAnew() {
        ToolCatalog catalog = new ToolCatalog();
        GroupSettings none = new GroupSettings(Map.of());
        ToolGroups groups = new ToolGroups(none, catalog, new ServerAliases());
        long before = catalog.revision();
        Runnable undo = PARTS.liveGroups(groups, none)
                .takes()
                .apply(settings(Map.of("mehari.groups.reading.servers[0]", "git")));
        assertThat(groups.find("reading")).isPresent();
        assertThat(catalog.revision()).as("views and documents are made anew").isGreaterThan(before);
        undo.run();
        assertThat(groups.find("reading")).isEmpty();
    }

    @Test
    void theCacheKeepsLessAndLargerResults() {
        CacheSettings small =
                new CacheSettings(10, DataSize.ofKilobytes(64), DataSize.ofBytes(200), Duration.ofMinutes(5));
        CaffeineResultCache cache = new CaffeineResultCache(small);
        String text = "x".repeat(2_000);
        cache.store("a", Json.object().put("text", text), Duration.ofMinutes(1));
        assertThat(cache.find("a")).as("too large").isEqualTo(Lookup.MISS);
        Runnable undo = PARTS.liveCache(cache, small)
                .takes()
                .apply(settings(Map.of("mehari.cache.max-entry", "64KB", "mehari.cache.max-weight", "1MB")));
        cache.store("a", Json.object().put("text", text), Duration.ofMinutes(1));
        assertThat(cache.find("a")).isNotEqualTo(Lookup.MISS);
        undo.run();
        cache.store("b", Json.object().put("text", text), Duration.ofMinutes(1));
        assertThat(cache.find("b")).isEqualTo(Lookup.MISS);
    }

    @Test
    void anotherRateLimitHoldsForTheNextCall() {
        RateLimitSettings off = new RateLimitSettings(false, 100, Duration.ofMinutes(1), 20, 10, false, 1, List.of());
        CallerLimits limits = new CallerLimits(new LocalRateLimiter(10, () -> 0), new RefusedCallers(() -> 0), off);
        CallContext call = new CallContext("r1", Caller.LOCAL, Instant.EPOCH, 0);
        LivePart part = PARTS.liveRateLimit(limits, off);
        assertThat(part.covers("mehari.rate-limit.callers[0].burst")).isTrue();

        Runnable undo = part.takes()
                .apply(settings(Map.of("mehari.rate-limit.enabled", "true", "mehari.rate-limit.burst", "1")));
        assertThat(limits.take(call).join().granted()).isTrue();
        assertThat(limits.take(call).join().granted()).isFalse();

        undo.run();
        assertThat(limits.take(call).join()).isEqualTo(Quota.UNLIMITED);
    }

    @Test
    void largeResultsAreShortenedFromTheNextCallOn() {
        ResultSettings off =
                new ResultSettings(false, 100, 10, List.of(), 10, DataSize.ofMegabytes(1), Duration.ofMinutes(1));
        LargeResults results = new LargeResults(off, Clock.systemUTC());
        LivePart part = PARTS.liveResults(results, off);
        assertThat(part.covers("mehari.results.tools[0].over")).isTrue();

        Runnable undo = part.takes()
                .apply(settings(Map.of(
                        "mehari.results.enabled", "true", "mehari.results.over", "5", "mehari.results.head", "1")));
        assertThat(results.shortened("a/b", "ci", Tools.text("0123456789"), false))
                .isPresent();
        undo.run();
        assertThat(results.isOn()).isFalse();
    }

    @Test
    void thresholdsOfAlertsChange() {
        AlertRules rules = new AlertRules(new AlertThresholds(80, 90, 5, 5, 10), mock(Alerts.class));
        Runnable undo = PARTS.liveThresholds(rules).takes().apply(settings(Map.of("mehari.alerts.cpu", "70")));
        assertThat(rules.thresholds().cpuPercent()).isEqualTo(70);
        undo.run();
        assertThat(rules.thresholds().cpuPercent()).isEqualTo(80);
    }

    @Test
    void levelsOfTheLogChange() {
        LoggingSystem logging = mock(LoggingSystem.class);
        LivePart part = PARTS.liveLogLevels(logging, settings(Map.of("logging.level.io.mehari.calls", "warn")));
        part.takes()
                .apply(settings(Map.of("logging.level.io.mehari.calls", "info", "logging.level.root", "false")))
                .run();
        verify(logging).setLogLevel("io.mehari.calls", LogLevel.INFO);
        verify(logging).setLogLevel("ROOT", LogLevel.OFF);
        verify(logging).setLogLevel("io.mehari.calls", LogLevel.WARN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> part.takes().apply(settings(Map.of("logging.level.x", "loud"))))
                .withMessageContaining("logging.level.x");
    }

    private static boolean opens(AccessRules rules, String key) {
        return rules.decide(AccessLevel.CALL, "Bearer " + key, Optional::empty) instanceof Granted;
    }

    private static SecuritySettings security(String... hashes) {
        ConfigurableEnvironment settings = keys(hashes);
        return SecuritySettings.of(settings).orElseThrow();
    }

    private static ConfigurableEnvironment keys(String... hashes) {
        Map<String, Object> values = new java.util.TreeMap<>();
        for (int i = 0; i < hashes.length; i++) {
            values.put("mehari.security.keys[" + i + "].name", "key-" + i);
            values.put("mehari.security.keys[" + i + "].sha256", hashes[i]);
            values.put("mehari.security.keys[" + i + "].scopes[0]", "call");
        }
        return settings(values);
    }

    private static ConfigurableEnvironment settings(Map<String, Object> values) {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources().addFirst(new MapPropertySource("test", values));
        ConfigurationPropertySources.attach(settings);
        return settings;
    }
}
