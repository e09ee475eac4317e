package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Tls;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers behind TLS: whom the gateway trusts, and how it shows who it is. */
class HttpTlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private final HttpFixture fixture = new HttpFixture();

    @TempDir
    Path directory;

    private HttpsServer server;
    private KeyStore keys;

    @BeforeEach
    void start() throws Exception {
        keys = generate(directory.resolve("server.p12"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mcp", HttpTlsIT::answer);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.stop(0);
    }

    @Test
    void trustsTheConfiguredAuthority() throws Exception {
        serve(false);
        Upstream upstream = upstream(new Tls(Optional.of(certificate()), Optional.empty(), Optional.empty()));
        HttpFixture.awaitState(upstream, UpstreamState.READY);
    }

    @Test
    void certificateOfAnUnknownAuthorityIsNeverSentTo() throws Exception {
        serve(false);
        Upstream upstream = upstream(null);
        HttpFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow()).contains("TLS handshake failed");
    }

    @Test
    void showsItsOwnCertificateWhereAskedForOne() throws Exception {
        serve(true);
        Upstream upstream =
                upstream(new Tls(Optional.of(certificate()), Optional.of(certificate()), Optional.of(key())));
        HttpFixture.awaitState(upstream, UpstreamState.READY);
    }

    private Upstream upstream(Tls tls) {
        URI url = URI.create("https://localhost:" + server.getAddress().getPort() + "/mcp");
        Upstream upstream = fixture.upstream(
                new HttpSettings(url, Transport.STREAMABLE_HTTP, Map.of(), Optional.ofNullable(tls), Optional.empty()));
        upstream.start();
        return upstream;
    }

    private void serve(boolean clientCertificate) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", keys.getCertificate("server"));
        trusted.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(clientCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        server.start();
    }

    private static void answer(HttpExchange exchange) {
        try (exchange) {
            ObjectNode message =
                    (ObjectNode) Json.read(exchange.getRequestBody().readAllBytes());
            boolean request = message.has("id");
            byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":" + message.path("id")
                            + ",\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"tools\":[]}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(request ? 200 : 202, request ? body.length : -1);
            if (request) {
                exchange.getResponseBody().write(body);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("The test server failed", e);
        }
    }

    private Path certificate() throws Exception {
        return pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
    }

    private Path key() throws Exception {
        return pem("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
    }

    private Path pem(String type, byte[] bytes) throws Exception {
        String text = "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END "
                + type + "-----\n";
        return Files.writeString(directory.resolve(type.replace(' ', '-') + ".pem"), text);
    }

    private static KeyStore generate(Path file) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
