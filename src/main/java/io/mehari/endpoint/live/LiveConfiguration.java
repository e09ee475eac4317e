package io.mehari.endpoint.live;

import io.mehari.component.websocket.CommandRegistry;
import io.mehari.component.websocket.SocketHub;
import io.mehari.endpoint.command.CommandLimits;
import io.mehari.endpoint.command.CommandListener;
import io.mehari.endpoint.command.DroppedMessages;
import io.mehari.endpoint.command.LiveAccess;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.notification.Notifier;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import io.netty.util.Timer;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The live plane. Nothing of its server is loaded here. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveSettings.class)
class LiveConfiguration {
    private final LongAdder dropped = new LongAdder();

    @Bean
    SocketHub socketHub() {
        return new SocketHub();
    }

    @Bean
    DroppedMessages droppedMessages() {
        return dropped::sum;
    }

    @Bean
    LiveAccess liveAccess(
            AccessRules access,
            FailedKeys failedKeys,
            SecuritySettings security,
            DataSettings data,
            LiveSettings live) {
        return new LiveAccess(
                access, failedKeys, new OriginRules(security, live.isLoopback(), false, data.allowedHosts()));
    }

    /** Does nothing while it is off. Refuses to start where everybody could do everything. */
    @Bean
    LivePlane livePlane(
            LiveSettings settings,
            AccessRules rules,
            LiveAccess access,
            SocketHub hub,
            CommandRegistry commands,
            Notifier notifier,
            Timer timer) {
        if (settings.enabled()) {
            rules.requireSafeBinding("mehari.live.host", settings.host(), settings.isLoopback());
            CommandListener listener = CommandListener.of(
                    commands, notifier, access, new CommandLimits(settings.messagesPerSecond(), settings.commands()));
            SocketHub.OWN.forEach(path -> hub.listen(path, listener));
        }
        return new LivePlane(new LiveParts(settings, access, hub, notifier, timer, dropped));
    }
}
