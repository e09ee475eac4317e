package io.mehari.instance;

import io.mehari.cache.CacheTier;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.event.GatewayEvents;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.diagnostics.IssueSource;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.notification.Notifier;
import io.mehari.redis.RedisConfigured;
import io.mehari.redis.RedisConnection;
import io.mehari.text.StartFailureException;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Several gateways on one Redis, where that is on; and how Redis is, where there is one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InstanceSettings.class)
class InstanceConfiguration {
    private static final String ENABLED = "mehari.instances.enabled";

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    Instances instances(
            ObjectProvider<RedisConnection> redis,
            InstanceSettings settings,
            RunningGeneration running,
            GatewayEvents events,
            Notifier notifier,
            Timer timer,
            Clock clock,
            Environment environment) {
        RedisConnection connection = redis.getIfAvailable();
        if (connection == null) {
            throw new StartFailureException(
                    ENABLED + " is on, and there is no Redis by which gateways could know each other",
                    "Set mehari.redis.url, or mehari.instances.enabled to false",
                    null);
        }
        InstanceIdentity identity = InstanceIdentity.of(settings, environment, clock.instant());
        boolean live = environment.getProperty("mehari.live.enabled", Boolean.class, true);
        Instances instances = Instances.begin(
                connection,
                settings,
                () -> identity.instance(
                        running.current().map(Generation::fingerprint).orElse("")),
                events,
                live ? Optional.of(notifier) : Optional.empty(),
                timer,
                clock,
                System::nanoTime);
        running.addListener(instances::changed);
        return instances;
    }

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    HealthCheck instancesHealth(Instances instances) {
        return new PartHealth(
                "instances",
                () -> instances
                        .status()
                        .problem()
                        .map(problem -> "Other gateways are not heard of: Redis: " + problem));
    }

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    IssueSource instanceIssues(Instances instances, InstanceSettings settings) {
        return () -> InstanceIssues.of(instances.status(), settings.heartbeat().multipliedBy(2));
    }

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    MetricSource instanceMetrics(Instances instances) {
        return samples -> InstanceReport.metrics(instances.status(), samples);
    }

    /** Redis is asked nothing for it: whoever uses it knows how it is. */
    @Bean
    @Conditional(RedisConfigured.class)
    HealthCheck redisHealth(
            RedisConnection redis, ObjectProvider<CacheTier> tiers, ObjectProvider<Instances> instances) {
        return new PartHealth(
                "redis",
                () -> redis.problem()
                        .or(() -> instances.stream()
                                .flatMap(each -> each.status().problem().stream())
                                .findFirst())
                        .map(problem -> "Redis: " + problem)
                        .or(() -> tiers.stream()
                                .filter(tier -> tier.name().equals("redis"))
                                .flatMap(tier -> tier.problem().stream())
                                .findFirst()));
    }
}
