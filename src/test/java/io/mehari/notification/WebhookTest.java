package io.mehari.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.CheckedSettings;
import io.mehari.support.ManualTimer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Another program is told by HTTP: signed, in order, again where it is not taken, and nobody waits. */
class WebhookTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private final Queue<Integer> statuses = new ArrayDeque<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private final ManualTimer timer = new ManualTimer();
    private volatile boolean hangs;
    private HttpServer receiver;

    @Configuration
    @EnableConfigurationProperties(WebhookSettings.class)
    static class SettingsConfiguration {}

    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withUserConfiguration(SettingsConfiguration.class);

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.createContext("/", this::take);
        receiver.start();
    }

    @AfterEach
    void stop() {
        hang.countDown();
        receiver.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status;
        synchronized (statuses) {
            bodies.add(body);
            signatures.add(exchange.getRequestHeaders().getFirst("X-Mehari-Timestamp") + " "
                    + exchange.getRequestHeaders().getFirst("X-Mehari-Signature"));
            status = statuses.isEmpty() ? 204 : statuses.poll();
        }
        if (hangs) {
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private Webhook webhook(List<String> topics) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        return new Webhook(new WebhookSettings(url, "s3cret", topics, Duration.ofSeconds(10)), timer, () -> 1000);
    }

    private static Notification message(long number, Topic topic) {
        return Notification.of(number, topic, "type", Instant.EPOCH, Json.object(), Notification.Source.ALONE);
    }

    private static void send(Webhook webhook, Notification... messages) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(List.of(messages));
        webhook.process(exchange);
    }

    @Test
    @ChangesBehaviour("mehari.webhook.url")
    @ChangesBehaviour("mehari.webhook.secret")
    @ChangesBehaviour("mehari.webhook.topics")
    @DisplayName("S0.1: fan-out to a webhook, signed")
    void tellsWhatIsWanted() throws Exception {
        Webhook webhook = webhook(List.of("alerts"));
        Notification alert = message(1, Topic.ALERTS);
        send(webhook, alert, message(2, Topic.CALLS));
        send(webhook, message(3, Topic.CALLS));
        Awaitility.await().until(() -> bodies.size() == 1);
        assertThat(Json.read(bodies.get(0))).isEqualTo(Json.read("{\"messages\":[" + alert.text() + "]}"));
        assertThat(signatures).containsExactly("1000 sha256=" + Webhook.sign("s3cret", "1000." + bodies.get(0)));
        assertThat(Webhook.sign("key", "The quick brown fox jumps over the lazy dog"))
                .isEqualTo("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
        Webhook off =
                new Webhook(new WebhookSettings("", "", List.of("alerts"), Duration.ofSeconds(1)), timer, () -> 0);
        send(off, alert);
        assertThat(bodies).hasSize(1);
    }

    @Test
    void leavesToOtherGatewaysWhatHappensThere() {
        Webhook webhook = webhook(List.of("alerts"));
        Notification there = Notification.of(
                1,
                Topic.ALERTS,
                "type",
                Instant.EPOCH,
                Json.object(),
                new Notification.Source(Optional.of("two"), true));
        send(webhook, there);
        send(webhook, there, message(2, Topic.ALERTS));
        Awaitility.await().until(() -> bodies.size() == 1);
        assertThat(bodies.get(0)).contains("\"sequence\":2").doesNotContain("\"sequence\":1");
    }

    @Test
    void triesAgainInOrderAndGivesUp() {
        statuses.addAll(List.of(500, 429, 503, 500));
        Webhook webhook = webhook(List.of("alerts"));
        send(webhook, message(1, Topic.ALERTS));
        send(webhook, message(2, Topic.ALERTS));
        for (int pause : List.of(1, 4, 16)) {
            Awaitility.await().until(() -> timer.pending() == 1);
            assertThat(timer.untilNext()).isEqualTo(Duration.ofSeconds(pause));
            timer.advance(Duration.ofSeconds(pause));
        }
        Awaitility.await().until(() -> bodies.size() == 5);
        assertThat(bodies.subList(0, 4)).allMatch(body -> body.contains("\"sequence\":1"));
        assertThat(bodies.get(4)).contains("\"sequence\":2");
        assertThat(webhook.lost()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsNotSentAgain() {
        statuses.add(400);
        Webhook webhook = webhook(List.of("alerts"));
        send(webhook, message(1, Topic.ALERTS));
        Awaitility.await().until(() -> webhook.lost() == 1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    @DisplayName("S0.1: a receiver that hangs delays nobody, and what waits for it is bounded")
    void aReceiverThatHangsHoldsNobodyUp() {
        hangs = true;
        Webhook webhook = webhook(List.of("alerts"));
        for (int i = 0; i < 150; i++) {
            send(webhook, message(i, Topic.ALERTS));
        }
        assertThat(webhook.lost()).isEqualTo(49);
        hang.countDown();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> bodies.size() == 101);
        assertThat(bodies.get(100)).contains("\"sequence\":149");
    }

    @Test
    @ChangesBehaviour("mehari.webhook.timeout")
    void refusesSettingsThatCannotBe() {
        gateway.run(context ->
                assertThat(context.getBean(WebhookSettings.class).isOn()).isFalse());
        for (String wrong : List.of("url=ftp://x", "topics=nothing", "timeout=0s")) {
            gateway.withPropertyValues("mehari.webhook." + wrong)
                    .run(context -> assertThat(context).as(wrong).hasFailed());
        }
        gateway.withPropertyValues("mehari.webhook.timeout=2s")
                .run(context -> assertThat(
                                context.getBean(WebhookSettings.class).timeout())
                        .hasSeconds(2));
    }
}
