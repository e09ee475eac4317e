package io.mehari.endpoint.http;

import static io.mehari.endpoint.rest.RestGateway.DEFAULTS;
import static io.mehari.endpoint.rest.RestGateway.OPEN;
import static io.mehari.endpoint.rest.RestGateway.withTls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.endpoint.http.tls.TlsFront;
import io.mehari.endpoint.http.tls.TlsSettings;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.SelfSigned;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The data plane behind TLS, with real handshakes. */
class TlsIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String HELLO = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    static Path directory;

    private static SelfSigned own;
    private static TlsSettings tls;

    private final Logger logger = (Logger) LoggerFactory.getLogger(HttpServer.class.getPackageName());
    private final Logger netty = (Logger) LoggerFactory.getLogger("io.netty");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RestGateway gateway;

    @BeforeAll
    static void makeCertificate() throws Exception {
        own = SelfSigned.of(directory, "gateway", "dns:localhost,ip:127.0.0.1");
        tls = new TlsSettings(
                Files.writeString(directory.resolve("cert.pem"), own.certificatePem()),
                Files.writeString(directory.resolve("key.pem"), own.keyPem()));
    }

    @BeforeEach
    void watch() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        netty.addAppender(log);
    }

    @AfterEach
    void saidNothingOfClients() {
        if (gateway != null) {
            gateway.close();
        }
        logger.detachAppender(log);
        logger.setLevel(null);
        netty.detachAppender(log);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .allMatch(line -> line.startsWith("The data plane serves "));
    }

    @Test
    @ChangesBehaviour("mehari.data.tls.certificate")
    @ChangesBehaviour("mehari.data.tls.key")
    void answersClientsThatTrustItsCertificate() throws Exception {
        start(withTls(tls));
        HttpClient client = HttpClient.newBuilder().sslContext(own.client()).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + "/s/t"))
                .header("Origin", "https://127.0.0.1:" + gateway.port())
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString("{\"a\":\"" + "x".repeat(100_000) + "\"}"))
                .build();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).hasSize(100_008);
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith("The data plane serves") && line.contains(" by https "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksBothVersionsAndSaysWhenNothingFollows(String version) throws Exception {
        start(withTls(tls));
        try (SSLSocket socket = connect(own.client(), version);
                RawHttp http = new RawHttp(socket)) {
            assertThat(http.send(HELLO).read().body()).contains("live");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            http.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(http.read().body()).contains("live");
            assertThat(http.isClosed()).as("with a close_notify before the end").isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void answersARequestThatIsStillBeingSent(String version) throws Exception {
        start(withTls(tls));
        try (RawHttp http = new RawHttp(connect(own.client(), version))) {
            assertThat(http.post("/s/t", "x".repeat(300 * 1024)).read().status())
                    .isEqualTo(413);
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void refusesOlderVersions() throws Exception {
        start(withTls(tls));
        SSLSocket socket = connect(own.client(), "TLSv1.1");
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }

    @Test
    void showsTheWholeChain() throws Exception {
        SelfSigned authority = SelfSigned.of(directory, "gateway", "dns:localhost", "RSA");
        Path chain = Files.writeString(
                directory.resolve("chain.pem"), "the gateway\n" + own.certificatePem() + authority.certificatePem());
        start(withTls(new TlsSettings(chain, tls.key())));
        try (SSLSocket socket = connect(own.client(), "TLSv1.3")) {
            assertThat(socket.getSession().getPeerCertificates())
                    .containsExactly(own.certificate(), authority.certificate());
        }
    }

    @Test
    void anotherCertificateIsShownToConnectionsThatComeAfterIt() throws Exception {
        start(withTls(tls));
        SelfSigned other = SelfSigned.of(directory, "renewed", "dns:localhost");
        TlsSettings renewed = new TlsSettings(
                Files.writeString(directory.resolve("renewed.pem"), other.certificatePem()),
                Files.writeString(directory.resolve("renewed-key.pem"), other.keyPem()));
        try (RawHttp open = new RawHttp(connect(own.client(), "TLSv1.3"))) {
            assertThat(open.send(HELLO).read().status()).isEqualTo(200);
            TlsFront front = gateway.tls().orElseThrow();
            front.take(front.readAgain(renewed));

            try (RawHttp later = new RawHttp(connect(other.client(), "TLSv1.3"))) {
                assertThat(later.send(HELLO).read().status()).isEqualTo(200);
            }
            assertThat(open.send(HELLO).read().status()).as("one that was open").isEqualTo(200);
        }
    }

    @Test
    void takesAnRsaKey() throws Exception {
        SelfSigned rsa = SelfSigned.of(directory, "rsa", "dns:localhost", "RSA");
        start(withTls(new TlsSettings(
                Files.writeString(directory.resolve("rsa.pem"), rsa.certificatePem() + rsa.keyPem()),
                directory.resolve("rsa.pem"))));
        try (RawHttp http = new RawHttp(connect(rsa.client(), "TLSv1.2"))) {
            assertThat(http.send(HELLO).read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\0\0\0\0\0\0\0\0\0\0", "SSH-2.0-OpenSSH\r\n"})
    void endsConnectionsThatDoNotSpeakTls(String bytes) throws Exception {
        start(withTls(tls));
        try (RawHttp http = new RawHttp(gateway.connect())) {
            assertThat(http.send(bytes).isClosed()).isTrue();
        }
        assertServes();
    }

    @Test
    void endsConnectionsOfClientsThatDoNotTrustIt() throws Exception {
        start(withTls(tls));
        SSLSocket socket =
                connect(SelfSigned.of(directory, "other", "dns:localhost").client(), "TLSv1.3");
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        socket.close();
        assertServes();
    }

    @Test
    void endsHandshakesThatTakeTooLong() throws Exception {
        start(withTls(tls, SHORT, LIMIT.multipliedBy(6), 1));
        try (RawHttp silent = new RawHttp(gateway.connect())) {
            assertThat(silent.isClosed()).isTrue();
        }
        try (RawHttp begun = new RawHttp(gateway.connect())) {
            assertThat(begun.send("\u0016\u0003\u0001\u0000").isClosed()).isTrue();
        }
    }

    @Test
    void endsRequestsThatDoNotArriveAndIdleConnections() throws Exception {
        start(withTls(tls, Duration.ofSeconds(2), Duration.ofSeconds(3), 10));
        try (RawHttp slow = new RawHttp(connect(own.client(), "TLSv1.3"));
                RawHttp idle = new RawHttp(connect(own.client(), "TLSv1.3"))) {
            assertThat(idle.send(HELLO).read().status()).isEqualTo(200);
            assertThat(slow.send("GET / HTTP/1.1\r\nHost: loc").read().status()).isEqualTo(408);
            assertThat(slow.isClosed()).isTrue();
            assertThat(idle.isClosed()).isTrue();
        }
    }

    @Test
    void closesConnectionsOverTheLimitWithoutAWord() throws Exception {
        start(withTls(tls, LIMIT, LIMIT, 1));
        try (RawHttp first = new RawHttp(connect(own.client(), "TLSv1.3"))) {
            assertThat(first.send(HELLO).read().status()).isEqualTo(200);
            try (Socket second = gateway.connect()) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(first.send(HELLO).read().status()).isEqualTo(200);
        }
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(this::assertServes);
    }

    @Test
    void stopsWithConnectionsOpen() throws Exception {
        start(withTls(tls));
        try (RawHttp http = new RawHttp(connect(own.client(), "TLSv1.3"));
                Socket silent = gateway.connect()) {
            assertThat(http.send(HELLO).read().status()).isEqualTo(200);
            gateway.close();
            assertThat(http.isClosed()).isTrue();
            assertThat(silent.isConnected()).isTrue();
        }
    }

    @Test
    void doesNotStartWithFilesThatAreGone() {
        TlsSettings gone = new TlsSettings(directory.resolve("gone.pem"), tls.key());
        assertThatThrownBy(() -> start(withTls(gone)))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("mehari.data.tls.certificate: there is no file")
                .hasMessageContaining("gone.pem");
        assertThat(DEFAULTS.tls().isOn()).isFalse();
    }

    private void start(DataSettings settings) throws Exception {
        gateway = new RestGateway(settings, OPEN);
    }

    private void assertServes() throws Exception {
        try (RawHttp http = new RawHttp(connect(own.client(), "TLSv1.3"))) {
            assertThat(http.send(HELLO).read().status()).isEqualTo(200);
        }
    }

    private SSLSocket connect(SSLContext context, String version) throws IOException {
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(gateway.connect(), "localhost", gateway.port(), true);
        List<String> supported = Arrays.asList(socket.getSupportedProtocols());
        assertThat(supported).contains(version);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }
}
