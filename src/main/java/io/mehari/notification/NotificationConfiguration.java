package io.mehari.notification;

import io.mehari.event.GatewayEvents;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** The notifier, and the steps of the route {@code notify}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NotificationSettings.class, WebhookSettings.class})
class NotificationConfiguration {
    /** The log of the route {@code notify-log}: where it is read, calls are told whether anybody listens or not. */
    private static final String LOG = "io.mehari.notifications";

    /** Hears nothing while the live plane is off. */
    @Bean
    Notifier notifier(GatewayEvents events, NotificationSettings settings, Clock clock, Environment environment) {
        Logger log = LoggerFactory.getLogger(LOG);
        boolean live = environment.getProperty("mehari.live.enabled", Boolean.class, true);
        return new Notifier(
                live ? events : new GatewayEvents(), settings, () -> settings.calls() || log.isInfoEnabled(), clock);
    }

    /** What is told every now and then is found at the first tick, when the gateway is there as a whole. */
    @Bean
    Processor notificationTake(Notifier notifier, ObjectProvider<Snapshots.Kind> kinds) {
        SingletonSupplier<NotificationTake> step = SingletonSupplier.of(() -> new NotificationTake(
                notifier,
                kinds.orderedStream()
                        .map(kind -> new Snapshots(notifier, kind, System::nanoTime))
                        .toList()));
        return exchange -> step.obtain().process(exchange);
    }

    @Bean
    Processor webSocketListeners(Notifier notifier) {
        return exchange -> notifier.deliver(batch(exchange), Subscriber.Medium.WEBSOCKET);
    }

    @Bean
    Processor eventStreamListeners(Notifier notifier) {
        return exchange -> notifier.deliver(batch(exchange), Subscriber.Medium.SSE);
    }

    /** Connects to nothing while no address is configured. */
    @Bean
    Processor webhookListener(WebhookSettings settings, Timer timer, Clock clock) {
        return new Webhook(settings, timer, () -> clock.instant().getEpochSecond());
    }

    @SuppressWarnings("unchecked")
    private static List<Notification> batch(Exchange exchange) {
        return (List<Notification>) exchange.getMessage().getBody(List.class);
    }
}
