package io.mehari.endpoint.mcp.owner;

import io.mehari.endpoint.mcp.modern.ModernEra;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.monitoring.diagnostics.IssueSource;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.network.SharedLoops;
import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisConfigured;
import io.mehari.redis.RedisConnection;
import io.netty.util.Timer;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Beans by which instances of the gateway hand requests to one another, where they are told to. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ForwardingSettings.class)
class OwnerForwardingConfiguration {
    /** Null, and so not there, for an instance that stands alone. */
    @Bean
    @Conditional(RedisConfigured.class)
    OwnerForwarding ownerForwarding(
            ForwardingSettings settings, ModernEra modern, RedisConnection redis, Timer timer, SharedLoops dataLoops) {
        if (!settings.isOn()) {
            return null;
        }
        RedisCommands commands = new RedisCommands(
                "instances of the gateway; requests of others' sessions may fail",
                redis,
                RedisCommands.PATIENT_LIMIT,
                timer,
                System::nanoTime);
        OwnerAddresses addresses = RedisOwnerAddresses.announcing(
                modern.instance(), settings.address(), commands, timer, System::nanoTime);
        return new OwnerForwarding(modern.instance(), settings, addresses, new OwnerHops(dataLoops));
    }

    @Bean
    GaugeSource ownerForwardingMetrics(ObjectProvider<OwnerForwarding> forwarding) {
        OwnerForwarding others = forwarding.getIfAvailable();
        return samples -> {
            if (others != null) {
                samples.add(GatewayMetric.MCP_FORWARDED, others.forwarded(), "forwarded");
                samples.add(GatewayMetric.MCP_FORWARDED, others.unreachable(), "unreachable");
            }
        };
    }

    @Bean
    IssueSource ownerForwardingIssues(ForwardingSettings settings, ObjectProvider<OwnerForwarding> forwarding) {
        boolean missing = settings.isOn() && forwarding.getIfAvailable() == null;
        List<Issue> issues = List.of(new Issue(
                "sessions_not_shared",
                AlertSeverity.WARNING,
                "mcp",
                "MCP clients must always reach the same instance although mehari.mcp.forwarding.address is set: there is no"
                        + " mehari.redis.url",
                "Set mehari.redis.url to a Redis that all instances share, and restart"));
        return () -> missing ? issues : List.of();
    }
}
