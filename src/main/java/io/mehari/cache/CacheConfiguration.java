package io.mehari.cache;

import io.mehari.redis.RedisConfigured;
import io.mehari.redis.RedisConnection;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Makes the tiers of the cache: the memory of this process always, the others where they are configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CacheSettings.class)
class CacheConfiguration {
    /** Longest wait for Redis, which answers within a millisecond. */
    static final Duration REDIS_WAIT = Duration.ofMillis(50);

    /**
     * Longest wait for a lease. Longer than that for a result: who is not answered makes a call of their own, and who is answered late has
     * lost less than that takes.
     */
    static final Duration LEASE_WAIT = Duration.ofMillis(200);

    /** Longest wait for the database. */
    static final Duration DATABASE_WAIT = Duration.ofMillis(100);

    @Bean
    CaffeineResultCache resultCache(CacheSettings settings) {
        return new CaffeineResultCache(settings);
    }

    @Bean
    @Conditional(RedisConfigured.class)
    CacheTier redisCacheTier(RedisConnection redis, Timer timer, ObjectProvider<Clock> clock) {
        return new CacheTier("redis", new RedisTierStore(redis), REDIS_WAIT, timer, clockOf(clock), System::nanoTime);
    }

    /** Null, and so not there, where it is not switched on. */
    @Bean
    CacheTier databaseCacheTier(
            CacheSettings settings,
            ObjectProvider<DataSource> database,
            ObjectProvider<Timer> timer,
            ObjectProvider<Clock> clock) {
        if (!settings.database().enabled()) {
            return null;
        }
        DatabaseTierStore store = new DatabaseTierStore(database.getObject(), settings.database(), clockOf(clock));
        return new CacheTier("database", store, DATABASE_WAIT, timer.getObject(), clockOf(clock), System::nanoTime);
    }

    @Bean
    CacheTiers cacheTiers(CaffeineResultCache memory, ObjectProvider<CacheTier> tiers) {
        return new CacheTiers(memory, named("redis", tiers), named("database", tiers));
    }

    /** Calls alike run once in all gateways on one Redis, unless none waits for another. */
    @Bean
    @Conditional(RedisConfigured.class)
    CallLeases callLeases(
            CacheSettings settings,
            RedisConnection redis,
            CacheTier redisCacheTier,
            Timer timer,
            ObjectProvider<Clock> clock) {
        return settings.joinWait().isZero()
                ? null
                : new RedisCallLeases(
                        redis, redisCacheTier::owesRemovalOf, LEASE_WAIT, timer, clockOf(clock), System::nanoTime);
    }

    @Bean
    CacheActivity cacheActivity() {
        return new CacheActivity();
    }

    /**
     * What it does begins when Redis is there; nothing asks for it. From a database that gateways share, whoever removes something has
     * removed it for all.
     */
    @Bean
    @Conditional(RedisConfigured.class)
    RedisInvalidation redisInvalidation(RedisConnection redis, CacheTiers tiers, Timer timer, Environment environment) {
        boolean sharedDatabase =
                !environment.getProperty("mehari.database.url", "").isBlank();
        Consumer<CacheScope> missed = sharedDatabase ? tiers.memory()::remove : tiers::forget;
        return RedisInvalidation.between(redis, tiers, missed, timer);
    }

    private static CacheTier named(String name, ObjectProvider<CacheTier> tiers) {
        return tiers.stream()
                .filter(tier -> tier.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Clock clockOf(ObjectProvider<Clock> clock) {
        return clock.getIfAvailable(Clock::systemUTC);
    }
}
