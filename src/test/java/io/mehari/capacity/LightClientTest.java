package io.mehari.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("S4.8: the client of the load test")
class LightClientTest {
    private static final String FINE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final String REQUEST = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";

    private final AtomicInteger connections = new AtomicInteger();
    private volatile String answer = FINE;
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Answers each request; "close" ends the connection instead, and nothing at all is said where that is empty. */
    private void serve(Socket socket) {
        try (socket) {
            while (socket.getInputStream().readNBytes(REQUEST.length()).length == REQUEST.length()) {
                if (answer.equals("close")) {
                    return;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private LightClient client(Duration limit) {
        return new LightClient(
                URI.create("http://127.0.0.1:" + server.getLocalPort()),
                REQUEST.getBytes(StandardCharsets.ISO_8859_1),
                limit,
                Optional.empty());
    }

    private static String outcome(CompletableFuture<String> call) throws Exception {
        return call.get(30, TimeUnit.SECONDS);
    }

    @Test
    void keepsOneConnectionForEachCaller() throws Exception {
        try (LightClient client = client(Duration.ofSeconds(20))) {
            for (int i = 0; i < 50; i++) {
                assertThat(outcome(client.call())).isEqualTo("success");
            }
            assertThat(connections).hasValue(1);
            answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
            assertThat(outcome(client.call())).isEqualTo("success");
            assertThat(outcome(client.call())).isEqualTo("success");
            assertThat(connections).as("one that says close is not used again").hasValue(2);
        }
    }

    @Test
    void tellsWhatBecameOfACall() throws Exception {
        try (LightClient client = client(Duration.ofSeconds(20))) {
            answer = "HTTP/1.1 503 No\r\ncontent-length: 32\r\n\r\n{\"error\":{\"code\":\"unavailable\"}}\n";
            assertThat(outcome(client.call())).isEqualTo("unavailable");
            answer = "HTTP/1.1 502 No\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nno \r\n4\r\nJSON\r\n0\r\n\r\n";
            assertThat(outcome(client.call())).isEqualTo("http_502");
            answer = "close";
            assertThat(outcome(client.call())).isEqualTo("no_connection");
            answer = "SSH-2.0-OpenSSH and more of it\r\n\r\n";
            assertThat(outcome(client.call())).isEqualTo("no_connection");
            server.close();
            assertThat(outcome(client.call())).isEqualTo("no_connection");
        }
    }

    @Test
    void anAnswerThatComesTooLateIsNotThatOfTheNextCall() throws Exception {
        answer = "";
        try (LightClient client = client(Duration.ofMillis(1))) {
            assertThat(outcome(client.call())).isEqualTo("no_answer");
            answer = FINE;
            assertThat(outcome(client.call())).isEqualTo("success");
            assertThat(connections).hasValue(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 404 No\r\nContent-Length: 28\r\nX: y\r\n\r\n{\"error\":{\"code\":\"no_tool\"}}",
                "HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1B\r\n\"error\":{\"code\":\"no_tool\"}}\r\n0\r\n\r\n"
            })
    void readsAnswersInPiecesOfAnySize(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int size = 1; size <= bytes.length; size++) {
            ReplyReader reader = new ReplyReader();
            int complete = 0;
            for (int round = 0; round < 2; round++) {
                for (int from = 0; from < bytes.length; from += size) {
                    int length = Math.min(size, bytes.length - from);
                    complete += reader.read(Unpooled.wrappedBuffer(bytes, from, length)) ? 1 : 0;
                }
                assertThat(reader.outcome()).as("in pieces of " + size).isEqualTo("no_tool");
            }
            assertThat(complete).isEqualTo(2);
        }
    }
}
