package io.mehari.heartbeat;

import io.mehari.alert.Alerts;
import io.mehari.event.GatewayEvents;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.Heartbeats;
import io.mehari.upstream.Upstreams;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.Processor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of heartbeats; the steps of {@code routes/maintenance/heartbeat-check} are among them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HeartbeatFileSettings.class)
class HeartbeatConfiguration {
    @Bean
    HeartbeatFile heartbeatFile(HeartbeatFileSettings settings, Clock clock) {
        return new HeartbeatFile(Path.of(settings.file()), clock);
    }

    @Bean
    ServerHeartbeats serverHealths(Upstreams upstreams, Alerts alerts, GatewayEvents events, Clock clock) {
        CrashLoops loops = new CrashLoops(System::nanoTime);
        return new ServerHeartbeats(
                upstreams, clock, System::nanoTime, new HealthChanges(alerts, events::publish, loops, clock));
    }

    @Bean
    SessionHeartbeats sessionHeartbeats(ObjectProvider<ClientSessions> sources, Clock clock) {
        return new SessionHeartbeats(() -> sources.orderedStream().toList(), clock, System::nanoTime);
    }

    @Bean
    SystemLoad systemLoad() {
        return SystemLoad.ofMachine();
    }

    @Bean
    HeartbeatReport heartbeatReport(
            HeartbeatFile file, ServerHeartbeats servers, SessionHeartbeats clients, SystemLoad load, Clock clock) {
        return new HeartbeatReport(file, servers, clients, load, clock, System::nanoTime);
    }

    @Bean
    HeartbeatTick heartbeatTick(
            HeartbeatFile file,
            ServerHeartbeats servers,
            SessionHeartbeats clients,
            HeartbeatReport report,
            SystemLoad load) {
        return new HeartbeatTick(file, servers, clients, report, load, System::nanoTime);
    }

    @Bean
    HealthCheck heartbeatHealth(HeartbeatFile file) {
        return new HeartbeatHealth(file);
    }

    @Bean
    Processor heartbeatSettings(HeartbeatTick tick, Heartbeats recurring) {
        return exchange -> {
            recurring.beat("heartbeat-check");
            tick.settings();
        };
    }

    @Bean
    Processor serverHeartbeats(HeartbeatTick tick) {
        return exchange -> tick.servers();
    }

    @Bean
    Processor clientHeartbeats(HeartbeatTick tick) {
        return exchange -> tick.clients();
    }

    @Bean
    Processor heartbeatLog(HeartbeatTick tick) {
        return exchange -> tick.log();
    }
}
