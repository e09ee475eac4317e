package io.mehari.reload.live;

import io.mehari.cache.CacheSettings;
import io.mehari.cache.CaffeineResultCache;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.alert.AlertSettings;
import io.mehari.monitoring.alert.AlertThresholds;
import io.mehari.ratelimit.CallerLimits;
import io.mehari.ratelimit.RateLimitSettings;
import io.mehari.result.LargeResults;
import io.mehari.result.ResultSettings;
import io.mehari.security.KeyRing;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** The parts of the gateway that take settings while it runs. */
@Configuration(proxyBeanMethods = false)
class LivePartsConfiguration {
    private static final String SECURITY = "mehari.security";
    private static final String CACHE = "mehari.cache";

    /** Who has been let in goes on. The first key, and to have none any more, need a restart. */
    @Bean
    LivePart liveKeys(KeyRing ring) {
        return new LivePart(List.of(SECURITY + ".keys"), settings -> ring.canConfigure(keys(settings)), settings -> {
            List<ApiKey> before = ring.configure(keys(settings));
            return () -> ring.configure(before);
        });
    }

    private static List<ApiKey> keys(ConfigurableEnvironment settings) {
        return bind(settings, SECURITY, SecuritySettings.class).keys();
    }

    @Bean
    LivePart liveOrigins(OriginRules rules, SecuritySettings atStart) {
        return new LivePart(
                List.of(SECURITY + ".allowed-origins"),
                settings -> true,
                new Replacing<>(
                        atStart.allowedOrigins(),
                        settings ->
                                bind(settings, SECURITY, SecuritySettings.class).allowedOrigins(),
                        rules::allow));
    }

    @Bean
    LivePart liveGroups(ToolGroups groups, GroupSettings atStart) {
        return LivePart.of(List.of("mehari.groups"), new Replacing<>(atStart, GroupSettings::of, groups::replace));
    }

    @Bean
    LivePart liveCache(CaffeineResultCache cache, CacheSettings atStart) {
        return LivePart.of(
                List.of(CACHE + ".max-entries", CACHE + ".max-weight", CACHE + ".max-entry"),
                new Replacing<>(atStart, settings -> bind(settings, CACHE, CacheSettings.class), cache::resize));
    }

    /** Callers keep what they have used, as far as the new limit allows for it. */
    @Bean
    LivePart liveRateLimit(CallerLimits limits, RateLimitSettings atStart) {
        return LivePart.of(
                List.of(RateLimitSettings.PREFIX),
                new Replacing<>(
                        atStart,
                        settings -> bind(settings, RateLimitSettings.PREFIX, RateLimitSettings.class),
                        limits::replace));
    }

    /** What is kept stays, as far as there is room. */
    @Bean
    LivePart liveResults(LargeResults results, ResultSettings atStart) {
        return LivePart.of(
                List.of(ResultSettings.PREFIX),
                new Replacing<>(
                        atStart,
                        settings -> bind(settings, ResultSettings.PREFIX, ResultSettings.class),
                        results::replace));
    }

    @Bean
    LivePart liveThresholds(AlertRules rules) {
        return LivePart.of(List.of("mehari.alerts"), settings -> {
            AlertThresholds before = rules.thresholds();
            rules.change(
                    now -> bind(settings, "mehari.alerts", AlertSettings.class).thresholds());
            return () -> rules.change(now -> before);
        });
    }

    @Bean
    LivePart liveLogLevels(LoggingSystem logging, ConfigurableEnvironment running) {
        return LivePart.of(List.of(LoggerLevels.PREFIX), settings -> {
            LoggerLevels before = LoggerLevels.of(running);
            LoggerLevels.of(settings).apply(logging);
            return () -> before.apply(logging);
        });
    }

    /** They are read by routes in {@code maintenance/} alone. */
    @Bean
    LivePart livePeriods() {
        return LivePart.ofRoutes(List.of(
                "mehari.maintenance",
                "mehari.reload.debounce",
                "mehari.reload.poll",
                "mehari.dead-letters.replay.enabled",
                "mehari.dead-letters.replay.period"));
    }

    private static <T> T bind(ConfigurableEnvironment settings, String prefix, Class<T> type) {
        return Binder.get(settings).bindOrCreate(prefix, type);
    }
}
