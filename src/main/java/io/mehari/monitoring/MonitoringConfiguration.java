package io.mehari.monitoring;

import io.mehari.deadletter.DeadLetters;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health of the parts that are always there, of every upstream, and of whatever else brings a check of its own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HealthSettings.class)
class MonitoringConfiguration {
    @Bean
    Heartbeats heartbeats() {
        return new Heartbeats(System::nanoTime);
    }

    @Bean
    StepWatch stepWatch(Clock clock) {
        return StepWatch.started(clock);
    }

    @Bean
    HealthGroups healthGroups(HealthSettings settings) {
        return new HealthGroups(settings);
    }

    @Bean
    Health health(
            Upstreams upstreams,
            DeadLetters deadLetters,
            ObjectProvider<ServerHealths> healths,
            ObjectProvider<HealthCheck> others,
            Clock clock) {
        ServerHealths ofServers =
                upstream -> healths.getIfAvailable(() -> ServerHealths.NONE).of(upstream);
        return new Health(
                () -> {
                    List<HealthCheck> checks = new ArrayList<>();
                    DeadLetterHealth letters = new DeadLetterHealth(deadLetters);
                    checks.add(letters);
                    checks.add(new StoreHealth("database", letters::check));
                    checks.add(StoreHealth.notConfigured("redis"));
                    checks.add(StoreHealth.notConfigured("vector-store"));
                    upstreams.all().forEach(upstream -> checks.add(new UpstreamHealth(upstream, ofServers)));
                    others.orderedStream().forEach(checks::add);
                    return checks;
                },
                clock);
    }
}
