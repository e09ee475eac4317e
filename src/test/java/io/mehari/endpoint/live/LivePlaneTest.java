package io.mehari.endpoint.live;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.component.websocket.SocketHub;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.event.GatewayEvents;
import io.mehari.notification.NotificationSettings;
import io.mehari.notification.Notifier;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.SecuritySettings;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.CheckedSettings;
import io.mehari.support.LiveClient;
import io.mehari.support.ManualTimer;
import io.netty.util.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** When the live plane is there, where, and what happens if it cannot be. */
class LivePlaneTest {
    private static final SecuritySettings OPEN = new SecuritySettings(false, List.of(), List.of());

    private final ManualTimer timer = new ManualTimer();
    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withBean(DataSettings.class, () -> RestGateway.DEFAULTS)
            .withBean(SecuritySettings.class, () -> OPEN)
            .withBean(AccessRules.class, () -> new AccessRules(OPEN))
            .withBean(FailedKeys.class, () -> new FailedKeys(System::nanoTime))
            .withBean(CommandRegistry.class)
            .withBean(Timer.class, () -> timer)
            .withBean(
                    Notifier.class,
                    () -> new Notifier(
                            new GatewayEvents(),
                            new NotificationSettings(Duration.ofMillis(100), 10, 10, false),
                            () -> false,
                            Clock.systemUTC()))
            .withUserConfiguration(LiveConfiguration.class);

    private void with(Consumer<LivePlane> test, String... properties) {
        gateway.withPropertyValues(properties).run(context -> test.accept(context.getBean(LivePlane.class)));
    }

    @Test
    @ChangesBehaviour("mehari.live.enabled")
    @DisplayName("S0.5: nothing is there while it is off")
    void isOff() {
        gateway.withPropertyValues("mehari.live.enabled=false").run(context -> {
            LivePlane plane = context.getBean(LivePlane.class);
            plane.onApplicationEvent(null);
            assertThat(plane.port()).isEqualTo(-1);
            assertThat(context.getBean(SocketHub.class).serves("/ws")).isFalse();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("mehari-live"));
        });
    }

    @Test
    @DisplayName("S0.5: port 8765")
    void hasTheDocumentedDefaults() {
        gateway.run(context -> assertThat(context.getBean(LiveSettings.class)).satisfies(settings -> {
            assertThat(settings.enabled()).isTrue();
            assertThat(settings.host()).isEqualTo("127.0.0.1");
            assertThat(settings.port()).isEqualTo(8765);
        }));
    }

    @Test
    @ChangesBehaviour("mehari.live.port")
    void servesOnceTheGatewayIsReady() {
        with(
                plane -> {
                    assertThat(plane.port()).as("not before").isEqualTo(-1);
                    plane.onApplicationEvent(null);
                    Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> plane.port() > 0);
                    try (LiveClient client = LiveClient.open("ws://127.0.0.1:" + plane.port())) {
                        assertThat(client.call("ping", "{}").has("commands")).isTrue();
                    }
                },
                "mehari.live.port=0");
    }

    @Test
    @ChangesBehaviour("mehari.live.host")
    void refusesToBeOpenToEverybody() {
        gateway.withPropertyValues("mehari.live.host=0.0.0.0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("mehari.live.host is 0.0.0.0"));
    }

    @Test
    @DisplayName("S0.5: a port that is taken is told with the fix, and tried again")
    void saysWhatToDoWhereThePortIsTaken() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(LivePlane.class);
        log.addAppender(lines);
        ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        try {
            with(
                    plane -> {
                        plane.onApplicationEvent(null);
                        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> !lines.list.isEmpty());
                        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
                        assertThat(lines.list.get(0).getFormattedMessage())
                                .contains(
                                        "127.0.0.1:" + other.getLocalPort(), "mehari.live.port", "mehari.live.enabled");
                        assertThat(lines.list.get(0).getThrowableProxy())
                                .as("no stack trace")
                                .isNull();
                        free(other);
                        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> {
                            timer.advance(Duration.ofSeconds(16));
                            return plane.port() == other.getLocalPort();
                        });
                    },
                    "mehari.live.port=" + other.getLocalPort());
        } finally {
            log.detachAppender(lines);
            other.close();
        }
    }

    private static void free(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
