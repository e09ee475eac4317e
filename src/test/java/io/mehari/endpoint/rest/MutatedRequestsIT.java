package io.mehari.endpoint.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.network.ByteBudget;
import io.mehari.support.Trials;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Requests that were right until something happened to them: each connection ends with an answer or a close. */
class MutatedRequestsIT {
    private static final int REQUESTS = Trials.count(1_000, 50_000);
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private static final List<String> RIGHT = List.of(
            "POST /s/t HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n"
                    + "{\"a\":[1,2.5]}",
            "POST /api/v1/tools/s/t%20x HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nX-Request-Id: a1\r\nTransfer-Encoding:"
                    + " chunked\r\n\r\n5\r\n{\"a\":\r\n8;x=y\r\n\"\u00c3\u00a9\"   }\r\n0\r\nX-T: 1\r\n\r\n",
            "POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 64\r\n\r\n"
                    + "{\"calls\":[{\"id\":1,\"server\":\"s\",\"tool\":\"t\",\"arguments\":{\"b\":1}}]}",
            "GET /api/v1/tools?limit=5&offset=1 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
            "GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "HEAD / HTTP/1.0\r\nHost: [::1]\r\nConnection: keep-alive\r\n\r\n",
            "OPTIONS /s/t HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\n\r\n",
            "POST /s/t HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nAuthorization: Bearer x\r\n"
                    + "Content-Length: 2\r\n\r\n{}",
            "POST /api/v1/tools/s/t HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Length: 2\r\n"
                    + "\r\n{}");

    private static final List<String> BITS = List.of(
            "\r\n",
            "\n",
            "\r",
            "\u0000",
            ":",
            " ",
            "\t",
            "%",
            "%00",
            "%2F",
            "/",
            "?",
            "\"",
            "{",
            "[",
            "1e999999999",
            "-1",
            "99999999999",
            "7FFFFFFF",
            "\u00ff",
            "\u00c0\u00af",
            "Content-Length: 5\r\n",
            "Host: evil.example\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Expect: 100-continue\r\n",
            "Content-Encoding: br\r\n",
            "HTTP/2.0",
            "HTTP/1.0",
            "\ud83d",
            ";",
            ",",
            "\r\n\r\n",
            "0\r\n\r\n");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new RestGateway(
                RestGateway.DEFAULTS, RestGateway.OPEN, Optional.of("s"), new ByteBudget(50L * 1024 * 1024));
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stop() {
        root().detachAppender(log);
        gateway.close();
    }

    @Test
    void endWithAnAnswerOrAClose() throws Exception {
        Random random = Trials.random(18);
        AtomicInteger answers = new AtomicInteger();
        for (int i = 0; i < REQUESTS; i++) {
            String request = mutated(random);
            String received = exchange(request);
            Matcher status = STATUS.matcher(received);
            if (!received.isEmpty()) {
                assertThat(status.lookingAt()).as("%s -> %s", request, received).isTrue();
                assertThat(Integer.parseInt(status.group(1)))
                        .as("%s -> %s", request, received)
                        .isNotEqualTo(500);
                assertThat(received).as(request).doesNotContain("\"code\":\"internal\"");
                answers.incrementAndGet();
            }
        }

        assertThat(answers.get()).isBetween(REQUESTS / 2, REQUESTS);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(message -> !message.startsWith("Requests with an unknown API key"))
                .isEmpty();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(gateway.budget.held()).isZero());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                gateway.context().getInflightRepository().size())
                        .isZero());
        assertThat(gateway.post("/s/t", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void areRightBeforeTheyAreMutated() throws Exception {
        for (String request : RIGHT) {
            assertThat(exchange(request)).as(request).containsPattern("HTTP/1.1 20[04] ");
        }
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("Neither answered nor closed: " + request, e);
        } catch (IOException e) {
            return ""; // reset
        }
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(RIGHT.get(random.nextInt(RIGHT.size())));
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            mutate(text, random);
        }
        return text.toString();
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + random.nextInt(20));
        switch (random.nextInt(7)) {
            case 0 -> text.insert(at, BITS.get(random.nextInt(BITS.size())));
            case 1 -> text.replace(at, to, BITS.get(random.nextInt(BITS.size())));
            case 2 -> text.delete(at, to);
            case 3 -> text.insert(at, text.substring(at, to));
            case 4 -> text.setLength(Math.max(1, at));
            case 5 -> text.insert(at, String.valueOf((char) random.nextInt(256)).repeat(1 + random.nextInt(40)));
            default -> text.append(RIGHT.get(random.nextInt(RIGHT.size())));
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
