package io.mehari.endpoint.live;

import io.mehari.call.Scope;
import io.mehari.component.websocket.Command;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.component.websocket.SocketHub;
import io.mehari.endpoint.command.CommandLimits;
import io.mehari.endpoint.command.CommandListener;
import io.mehari.endpoint.command.LiveAccess;
import io.mehari.event.GatewayEvents;
import io.mehari.notification.Notification;
import io.mehari.notification.NotificationSettings;
import io.mehari.notification.Notifier;
import io.mehari.notification.Subscriber.Medium;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import io.netty.util.HashedWheelTimer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.util.unit.DataSize;

/** A live plane that listens, without a gateway behind it: one command, {@code echo}. */
final class LiveServerFixture implements AutoCloseable {
    final GatewayEvents events = new GatewayEvents();
    final SocketHub hub = new SocketHub();
    final LongAdder dropped = new LongAdder();
    final Notifier notifier = new Notifier(
            events,
            new NotificationSettings(Duration.ofMillis(100), 10_000, 500, false),
            () -> false,
            Clock.systemUTC());
    final int port;
    private final HashedWheelTimer timer = new HashedWheelTimer();
    private final LiveServer server;

    LiveServerFixture(int connections, int queue) throws Exception {
        LiveSettings settings = new LiveSettings(
                true,
                "127.0.0.1",
                0,
                connections,
                DataSize.ofKilobytes(64),
                queue,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                100_000,
                32);
        SecuritySettings open = new SecuritySettings(false, List.of(), List.of());
        LiveAccess access = new LiveAccess(
                new AccessRules(open), new FailedKeys(System::nanoTime), new OriginRules(open, true, false));
        CommandRegistry commands = new CommandRegistry();
        commands.add(new Command(
                "echo", Scope.MONITOR, "echo", (call, params) -> CompletableFuture.completedFuture(params)));
        CommandListener listener = CommandListener.of(
                commands, notifier, access, new CommandLimits(settings.messagesPerSecond(), settings.commands()));
        SocketHub.OWN.forEach(path -> hub.listen(path, listener));
        server = new LiveServer(new LiveParts(settings, access, hub, notifier, timer, dropped));
        port = server.start();
    }

    /** As the route {@code notify} does. */
    int tick() {
        List<Notification> batch = notifier.take();
        notifier.deliver(batch, Medium.WEBSOCKET);
        notifier.deliver(batch, Medium.SSE);
        return batch.size();
    }

    @Override
    public void close() throws Exception {
        server.close();
        timer.stop();
    }
}
