package io.mehari.endpoint.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.legacy.LegacyEra;
import io.mehari.endpoint.mcp.legacy.SessionServices;
import io.mehari.endpoint.mcp.legacy.SessionSettings;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.method.LogLevels;
import io.mehari.endpoint.mcp.method.LogMessages;
import io.mehari.endpoint.mcp.method.McpMethods;
import io.mehari.endpoint.mcp.method.OfferChanges;
import io.mehari.endpoint.mcp.method.ResourceWatch;
import io.mehari.endpoint.mcp.owner.OwnerForwarding;
import io.mehari.heartbeat.ClientSessions;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.client.ClientConnections;
import io.netty.util.Timer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the legacy era at the MCP endpoint. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionSettings.class)
class McpLegacyConfiguration {
    @Bean(destroyMethod = "close")
    LegacyEra legacyEra(
            SessionSettings settings,
            McpMethods methods,
            OfferChanges changes,
            ResourceWatch watch,
            LogLevels levels,
            LogMessages logs,
            ClientConnections connections,
            ObjectProvider<OwnerForwarding> forwarding,
            Timer timer) {
        OwnerForwarding others = forwarding.getIfAvailable();
        SessionServices services = new SessionServices(
                methods::run,
                view -> about(methods, view),
                changes,
                watch,
                levels,
                logs,
                (key, params) -> connections.tell(key, McpMethod.ROOTS_LIST_CHANGED, params),
                connections::ended);
        return new LegacyEra(settings, services, timer, System::nanoTime, others == null ? "" : others.self());
    }

    @Bean
    ClientSessions legacyHeartbeats(LegacyEra legacy) {
        return legacy.heartbeats();
    }

    private static ObjectNode about(McpMethods methods, McpView view) {
        ObjectNode about = Json.object();
        about.set("capabilities", methods.capabilities(view));
        about.set("serverInfo", methods.serverInfo());
        methods.instructions(view).ifPresent(text -> about.put("instructions", text));
        return about;
    }
}
