package io.mehari.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import io.mehari.support.CheckedSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RedisSettingsTest {
    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withUserConfiguration(RedisConfiguration.class);

    @Test
    @ChangesBehaviour("mehari.redis.url")
    void withoutAUrlNothingIsMadeAndNoClassOfTheClientIsLoaded() {
        gateway.withClassLoader(new FilteredClassLoader("org.redisson"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisConnection.class));
        gateway.withPropertyValues("mehari.redis.url=redis://127.0.0.1:1")
                .run(context -> assertThat(context).hasSingleBean(RedisConnection.class));
    }

    @ParameterizedTest
    @CsvSource({
        "redis://cache, redis://cache:6379, 0",
        "redis://cache:7000/, redis://cache:7000, 0",
        "rediss://cache:7000/3, rediss://cache:7000, 3"
    })
    void aUrlNamesHostPortAndDatabase(String url, String address, int database) {
        RedisSettings settings = new RedisSettings(url, "", "");
        assertThat(settings.isUrlReadable()).isTrue();
        assertThat(settings.address()).isEqualTo(address);
        assertThat(settings.database()).isEqualTo(database);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cache:6379", "http://cache", "redis://", "redis://u:p@cache", "redis://cache/x", "redis://a b"})
    void anythingElseEndsTheStart(String url) {
        gateway.withPropertyValues("mehari.redis.url=" + url)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void thePasswordIsNotInItsText() {
        assertThat(new RedisSettings("redis://cache", "ann", "geheim").toString())
                .contains("cache")
                .doesNotContain("geheim");
    }
}
