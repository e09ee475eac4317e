package io.mehari.endpoint.http;

import io.mehari.endpoint.http.target.RootPath;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.network.ByteBudget;
import io.mehari.network.SharedLoops;
import io.mehari.security.AccessRules;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** Beans of the HTTP server of the data plane, under the names that ingress routes use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataSettings.class)
class HttpConfiguration {
    @Bean
    OriginRules dataOrigins(SecuritySettings security, DataSettings data) {
        return new OriginRules(security, data.isLoopback(), data.tls().isOn(), data.allowedHosts());
    }

    @Bean
    ResponseWriter responseWriter(OriginRules dataOrigins, RejectionRenderer rejections) {
        return new ResponseWriter(dataOrigins, rejections);
    }

    @Bean
    HttpBinding httpBinding(ResponseWriter writer) {
        return new HttpBinding(writer);
    }

    /** The threads of the data plane: of its own connections and of those to servers behind a URL. */
    @Bean
    SharedLoops dataLoops(DataSettings settings) {
        return new SharedLoops(settings.eventLoopThreads(), settings.nativeTransport(), "mehari-data");
    }

    /** Told before anything of the gateway stops. */
    @Bean
    ApplicationListener<ContextClosedEvent> connectionRefusal(DataPlaneServer server) {
        return event -> server.refuseConnections();
    }

    @Bean
    GaugeSource connectionSource(DataPlaneServer server) {
        return samples -> samples.add(GatewayMetric.HTTP_CONNECTIONS, server.connections());
    }

    @Bean
    DataPlaneServer dataPlaneServer(
            DataSettings settings,
            ResponseWriter writer,
            AccessRules access,
            SharedLoops dataLoops,
            ByteBudget budget,
            ObjectProvider<HeadCheck> checks,
            ObjectProvider<RootPath> root) {
        access.requireSafeBinding("mehari.data.host", settings.host(), settings.isLoopback());
        return new DataPlaneServer(
                settings,
                writer,
                dataLoops,
                budget,
                () -> checks.orderedStream().toList(),
                root.getIfAvailable(() -> RootPath.NONE));
    }
}
