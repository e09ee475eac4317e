package io.mehari.endpoint.mcp.owner;

import io.mehari.endpoint.mcp.modern.ModernEra;
import io.mehari.event.AlertSeverity;
import io.mehari.instance.InstanceAddress;
import io.mehari.instance.InstanceSettings;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.monitoring.diagnostics.IssueSource;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.network.SharedLoops;
import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisConfigured;
import io.mehari.redis.RedisConnection;
import io.mehari.text.StartFailureException;
import io.netty.util.Timer;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Beans by which instances of the gateway hand requests to one another, where that is on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ForwardingSettings.class)
class OwnerForwardingConfiguration {
    private static final String ENABLED = "mehari.mcp.forwarding.enabled";

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    @Conditional(RedisConfigured.class)
    OwnerForwarding ownerForwarding(
            ForwardingSettings settings,
            InstanceSettings instance,
            Environment environment,
            ModernEra modern,
            RedisConnection redis,
            Timer timer,
            SharedLoops dataLoops) {
        RedisCommands commands = new RedisCommands(
                "instances of the gateway; requests of others' sessions may fail",
                redis,
                RedisCommands.PATIENT_LIMIT,
                timer,
                System::nanoTime);
        OwnerAddresses addresses = RedisOwnerAddresses.announcing(
                modern.instance(),
                announced(InstanceAddress.of(instance, environment)),
                commands,
                timer,
                System::nanoTime);
        return new OwnerForwarding(modern.instance(), settings, addresses, new OwnerHops(dataLoops));
    }

    /** The address, if others can reach this instance there. */
    static String announced(InstanceAddress address) {
        String why = address.problem()
                .orElse(
                        RedisOwnerAddresses.ADDRESS.matcher(address.url()).matches()
                                ? ""
                                : "it is not http://host:port");
        if (why.isEmpty()) {
            return address.url();
        }
        throw new StartFailureException(
                ENABLED + " is on, and other gateways could not hand requests to this one at " + address.url() + ": "
                        + why,
                "Set mehari.instances.address to where they reach its data plane, such as http://10.0.0.7:8000",
                null);
    }

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
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
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    IssueSource ownerForwardingIssues(ObjectProvider<OwnerForwarding> forwarding) {
        boolean missing = forwarding.getIfAvailable() == null;
        List<Issue> issues = List.of(new Issue(
                "sessions_not_shared",
                AlertSeverity.WARNING,
                "mcp",
                "MCP clients must always reach the same instance although mehari.mcp.forwarding.enabled is on: there is no"
                        + " mehari.redis.url",
                "Set mehari.redis.url to a Redis that all instances share, and restart"));
        return () -> missing ? issues : List.of();
    }
}
