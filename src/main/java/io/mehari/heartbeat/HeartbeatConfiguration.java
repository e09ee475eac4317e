package io.mehari.heartbeat;

import io.mehari.alert.Alerts;
import io.mehari.event.GatewayEvents;
import io.mehari.history.LastGood;
import io.mehari.history.Places;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.Heartbeats;
import io.mehari.monitoring.sample.CpuLoad;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnections;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.Processor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** Beans of heartbeats; the steps of {@code routes/maintenance/heartbeat-check} are among them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HeartbeatFileSettings.class)
class HeartbeatConfiguration {
    @Bean
    HeartbeatFile heartbeatFile(HeartbeatFileSettings settings, Environment environment, Clock clock) {
        Path file = Path.of(settings.file());
        return new HeartbeatFile(file, Places.of(environment).laidOut(LastGood.folder(environment), file), clock);
    }

    @Bean
    ServerHeartbeats serverHealths(
            Upstreams upstreams, ClientConnections ofClients, Alerts alerts, GatewayEvents events, Clock clock) {
        CrashLoops loops = new CrashLoops(System::nanoTime);
        return new ServerHeartbeats(
                upstreams,
                ofClients::all,
                clock,
                System::nanoTime,
                new HealthChanges(alerts, events::publish, loops, clock));
    }

    @Bean
    SessionHeartbeats sessionHeartbeats(ObjectProvider<ClientSessions> sources, Clock clock) {
        return new SessionHeartbeats(
                SingletonSupplier.of(() -> sources.orderedStream().toList()), clock, System::nanoTime);
    }

    @Bean
    HeartbeatReport heartbeatReport(
            HeartbeatFile file, ServerHeartbeats servers, SessionHeartbeats clients, CpuLoad load, Clock clock) {
        return new HeartbeatReport(file, servers, clients, load, clock, System::nanoTime);
    }

    @Bean
    HeartbeatTick heartbeatTick(
            HeartbeatFile file,
            ServerHeartbeats servers,
            SessionHeartbeats clients,
            HeartbeatReport report,
            CpuLoad load) {
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
