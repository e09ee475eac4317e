package io.mehari.monitoring;

import io.mehari.deadletter.DeadLetters;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health of the parts that are always there, of every upstream, and of whatever else brings a check of its own. */
@Configuration(proxyBeanMethods = false)
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
    Health health(
            Upstreams upstreams,
            DeadLetters deadLetters,
            ObjectProvider<ServerHealths> healths,
            ObjectProvider<HealthCheck> others,
            Clock clock) {
        ServerHealths ofServers = upstream ->
                healths.getIfAvailable(() -> ServerHealths.NONE).of(upstream);
        return new Health(
                () -> {
                    List<HealthCheck> checks = new ArrayList<>();
                    checks.add(new DeadLetterHealth(deadLetters));
                    upstreams.all().forEach(upstream -> checks.add(new UpstreamHealth(upstream, ofServers)));
                    others.orderedStream().forEach(checks::add);
                    return checks;
                },
                clock);
    }
}
