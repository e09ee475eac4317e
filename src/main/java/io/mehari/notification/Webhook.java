package io.mehari.notification;

import io.netty.util.Timer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts lists of messages to another program: {@code {"messages": [...]}}; those of other gateways are posted there. What is not
 * taken is posted again after 1, 4 and 16 s; then it is lost, which is logged and counted. Signed by {@code X-Mehari-Signature: sha256=HEX}, the HMAC of {@code
 * X-Mehari-Timestamp}, a dot and the body, so that a receiver can refuse what is old. One list at a time; safe for concurrent
 * use.
 */
final class Webhook implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final long[] PAUSES = {1, 4, 16};
    private static final int MOST_WAITING = 100;
    private static final String ALGORITHM = "HmacSHA256";

    private final WebhookSettings settings;
    private final Timer timer;
    private final LongSupplier seconds;
    private final AtomicLong lost = new AtomicLong();
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private boolean busy;
    private HttpClient client;

    /**
     * A webhook that has sent nothing.
     *
     * @param settings where to
     * @param timer waits between two attempts
     * @param seconds since 1970
     */
    Webhook(WebhookSettings settings, Timer timer, LongSupplier seconds) {
        this.settings = settings;
        this.timer = timer;
        this.seconds = seconds;
    }

    /** Never waits: what does not fit into the queue takes the place of the oldest there. */
    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) {
        if (!settings.isOn()) {
            return;
        }
        List<Notification> batch = exchange.getMessage().getBody(List.class);
        List<String> wanted = Notification.own(batch).stream()
                .filter(notification -> settings.wanted().contains(notification.topic()))
                .map(Notification::text)
                .toList();
        if (!wanted.isEmpty()) {
            add(wanted.stream().collect(Collectors.joining(",", "{\"messages\":[", "]}")));
        }
    }

    private void add(String body) {
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                waiting.poll();
                lost.incrementAndGet();
            }
            waiting.add(body);
            if (busy) {
                return;
            }
            busy = true;
        }
        next();
    }

    private void next() {
        String body;
        synchronized (this) {
            body = waiting.poll();
            busy = body != null;
        }
        if (body != null) {
            post(body, 0).whenComplete((sent, never) -> next());
        }
    }

    private CompletableFuture<Void> post(String body, int attempt) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        client().sendAsync(request(body), HttpResponse.BodyHandlers.discarding())
                .whenComplete((response, failure) -> {
                    boolean taken = failure == null && response.statusCode() < 300;
                    if (taken) {
                        done.complete(null);
                        return;
                    }
                    String why = failure == null
                            ? "answered " + response.statusCode()
                            : String.valueOf(failure.getMessage());
                    boolean again = failure != null || response.statusCode() >= 500 || response.statusCode() == 429;
                    if (again && attempt < PAUSES.length) {
                        timer.newTimeout(
                                due -> post(body, attempt + 1).whenComplete((sent, never) -> done.complete(null)),
                                PAUSES[attempt],
                                TimeUnit.SECONDS);
                    } else {
                        LOG.warn(
                                "The webhook at {} {}: a list of messages is lost, {} so far",
                                settings.address().getHost(),
                                why,
                                lost.incrementAndGet());
                        done.complete(null);
                    }
                });
        return done;
    }

    private HttpRequest request(String body) {
        String timestamp = Long.toString(seconds.getAsLong());
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.address())
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("X-Mehari-Timestamp", timestamp)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!settings.secret().isEmpty()) {
            request.header("X-Mehari-Signature", "sha256=" + sign(settings.secret(), timestamp + "." + body));
        }
        return request.build();
    }

    /** HMAC with SHA-256 (RFC 2104), hexadecimal. */
    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }

    /** Made with the first list; the client of Java closes idle connections by itself. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(settings.timeout())
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        }
        return client;
    }

    /** Lists that were lost. */
    long lost() {
        return lost.get();
    }
}
