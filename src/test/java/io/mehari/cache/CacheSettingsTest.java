package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.CheckedSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class CacheSettingsTest {
    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withUserConfiguration(CacheConfiguration.class);

    @Test
    void hasTheDocumentedDefaults() {
        gateway.run(context -> assertThat(context.getBean(CacheSettings.class))
                .isEqualTo(new CacheSettings(
                        2000, DataSize.ofMegabytes(64), DataSize.ofMegabytes(1), Duration.ofMinutes(5))));
    }

    @Test
    @ChangesBehaviour("mehari.cache.max-entries")
    void boundsTheEntriesOfTheCache() {
        gateway.withPropertyValues("mehari.cache.max-entries=3").run(context -> {
            CaffeineResultCache cache = context.getBean(CaffeineResultCache.class);
            for (int i = 0; i < 50; i++) {
                cache.store("k" + i, Json.object(), Duration.ofMinutes(1));
            }
            cache.settle();
            assertThat(cache.statistics().entries()).isEqualTo(3);
        });
    }

    @Test
    @ChangesBehaviour("mehari.cache.max-weight")
    @ChangesBehaviour("mehari.cache.max-entry")
    void boundsTheMemoryOfTheCacheAndOfOneEntry() {
        gateway.withPropertyValues("mehari.cache.max-weight=10KB", "mehari.cache.max-entry=4KB")
                .run(context -> {
                    CaffeineResultCache cache = context.getBean(CaffeineResultCache.class);
                    cache.store("large", Json.object().put("t", "x".repeat(5000)), Duration.ofMinutes(1));
                    assertThat(cache.find("large")).isEqualTo(Lookup.MISS);
                    for (int i = 0; i < 50; i++) {
                        cache.store("k" + i, Json.object().put("t", "x".repeat(3000)), Duration.ofMinutes(1));
                    }
                    cache.settle();
                    assertThat(cache.statistics().entries()).isBetween(1L, 3L);
                });
    }

    @Test
    void takesTheDefaultTimeToLive() {
        gateway.withPropertyValues("mehari.cache.default-ttl=7m")
                .run(context -> assertThat(context.getBean(CacheSettings.class).defaultTtl())
                        .isEqualTo(Duration.ofMinutes(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-entries=0",
                "max-weight=100B",
                "max-entry=0B",
                "max-entry=65MB",
                "default-ttl=0s",
                "default-ttl=-1s",
                "size=5"
            })
    void refusesValuesThatMakeNoSense(String setting) {
        gateway.withPropertyValues("mehari.cache." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
