package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.protocol.Json;
import io.mehari.security.KeyHash;
import io.mehari.support.GatewayCommand;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.SelfSigned;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as people start it: a JVM of its own, its words and its exit code. */
class CommandLineIT {
    private static final long LIMIT_SECONDS = 90;

    @TempDir
    Path folder;

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = GatewayCommand.with("-Xmx256m");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
    }

    private int run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("ends by itself")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shortCommandsEndWithTheirCode() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(output()).startsWith("Usage: mehari [options]").contains("Examples:");
        assertThat(run("version")).isZero();
        assertThat(output()).startsWith("Mehari ").contains("Apache Camel 4.17.0, Java ");
        assertThat(run("--prot", "9000")).isEqualTo(2);
        assertThat(output())
                .isEqualToNormalizingNewlines("mehari: there is no option --prot; did you mean --port?\n"
                        + "'mehari --help' lists commands and options.\n");
    }

    @Test
    void aPortThatIsTakenEndsTheProcessWithOneMessage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
            assertThat(output())
                    .containsOnlyOnce("The data plane cannot listen on 127.0.0.1 port " + taken.getLocalPort())
                    .contains("APPLICATION FAILED TO START", "set another by mehari.data.port")
                    .doesNotContain("\tat ", "Stopping: new calls", "condition evaluation report");
        }
    }

    @Test
    void aDatabaseThatCannotBeUsedEndsTheProcessWithOneMessage() throws Exception {
        Path file = Files.createDirectories(folder.resolve("broken")).resolve("mehari.mv.db");
        Files.writeString(file, "no database".repeat(2000));
        assertThat(run("--mehari.dead-letters.directory=broken")).isEqualTo(1);
        assertThat(output())
                .containsOnlyOnce("cannot be opened")
                .contains("APPLICATION FAILED TO START", "If " + file + " is damaged, move it away")
                .doesNotContain("\tat ", "org.h2.jdbc.");

        Files.writeString(folder.resolve("taken"), "a file");
        assertThat(run("--mehari.dead-letters.directory=taken/data")).isEqualTo(1);
        assertThat(output())
                .contains(folder.resolve("taken") + " is a file: remove it")
                .doesNotContain("\tat ");
    }

    @Test
    void routesThatCannotServeEndTheProcessWithOneMessage() throws Exception {
        assertThat(run("init", ".")).isZero();
        Files.writeString(
                folder.resolve("routes/tools/broken.camel.yaml"),
                "- route:\n    id: broken\n    from: {uri: \"nosuch:thing\"}\n");
        assertThat(run("--port", Integer.toString(GatewayUnderTest.freePort()))).isEqualTo(1);
        assertThat(output())
                .contains("APPLICATION FAILED TO START", "broken.camel.yaml")
                .doesNotContain("\tat ");
    }

    @Test
    void commandsThatCannotWriteSayWhyInALine() throws Exception {
        Files.writeString(folder.resolve("taken"), "a file");
        assertThat(run("init", "taken/new")).isEqualTo(1);
        assertThat(output()).startsWith("mehari init: ").contains("taken").doesNotContain("\tat ");
        assertThat(run("check", ".")).isEqualTo(1);
        assertThat(output()).doesNotContain("\tat ");
    }

    @Test
    void whatInitWritesPassesItsOwnCheck() throws Exception {
        assertThat(run("init", ".")).isZero();
        assertThat(folder.resolve("routes/endpoint/rest.camel.yaml")).exists();
        assertThat(run("check")).isZero();
        assertThat(output()).contains("config/mcp-servers.json is valid: 0 servers");
    }

    @Test
    void brokenFilesEndTheStartWithEveryProblemOfAllAndNoStackTrace() throws Exception {
        brokenFiles("mehari:\n  data: {prot: 9000}\n  foo: 1\n");
        assertThat(run(Map.of("MEHARI_DATA_HOTS", "::1"), "--config", "servers.json", "--port", "70000"))
                .isEqualTo(1);
        assertThat(output()).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
        assertThat(problems())
                .containsExactly(
                        "argument --mehari.data.port: must be less than or equal to 65535",
                        "config/application.yaml, line 2, column 16: $.mehari.data.prot: unknown key; did you mean"
                                + " mehari.data.port?",
                        "config/application.yaml, line 3, column 8: $.mehari.foo: unknown key; known are "
                                + String.join(", ", sections()),
                        "environment variable MEHARI_DATA_HOTS: unknown name; did you mean MEHARI_DATA_HOST?",
                        "servers.json, line 3, column 5: $.mcpServers.files.command: missing: the program that starts"
                                + " this server, or \"url\" for one that is reached over HTTP",
                        "servers.json, line 3, column 15: $.mcpServers.files.comand: unknown key; did you mean"
                                + " command?",
                        "servers.json, line 4, column 32: $.mcpServers.time.args: expected a list of strings",
                        "config/error-patterns.yaml, line 2: unknown key 'nam' in a category",
                        "config/error-patterns.yaml, line 2: a category needs a name");
    }

    @Test
    void checkNamesTheSameProblemsAsTheStart() throws Exception {
        brokenFiles("mehari:\n  data: {prot: 9000}\n");
        assertThat(run("--config", "servers.json")).isEqualTo(1);
        List<String> ofTheStart = problems();
        assertThat(run("check", "servers.json")).isEqualTo(1);
        assertThat(problems()).isEqualTo(ofTheStart).hasSize(6);
    }

    @Test
    void settingsThatAreNoYamlAreNamedWithTheProblemsOfTheOtherFiles() throws Exception {
        brokenFiles("mehari:\n  data: [1\n");
        assertThat(run("--config", "servers.json")).isEqualTo(1);
        assertThat(output()).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
        List<String> ofTheStart = problems();
        assertThat(ofTheStart)
                .hasSize(6)
                .first()
                .asString()
                .startsWith("config/application.yaml, line 3, column 1: not YAML");
        assertThat(run("check", "servers.json")).isEqualTo(1);
        assertThat(problems()).isEqualTo(ofTheStart);
    }

    private void brokenFiles(String settings) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("application.yaml"), settings);
        Files.writeString(config.resolve("error-patterns.yaml"), "categories:\n  - nam: X\n");
        Files.writeString(folder.resolve("servers.json"), """
                {
                  "mcpServers": {
                    "files": {"comand": "npx"},
                    "time": {"command": "uvx", "args": "mcp-server-time"}
                  }
                }
                """);
    }

    private List<String> problems() throws IOException {
        return output().lines()
                .filter(line -> line.startsWith("  - "))
                .map(line -> line.substring(4))
                .toList();
    }

    /** Those of records, and the map of tool groups. */
    private static List<String> sections() throws IOException {
        List<String> names = Json.read(
                        Files.readAllBytes(Path.of("target/classes/META-INF/spring-configuration-metadata.json")))
                .path("groups")
                .findValuesAsText("name");
        return Stream.concat(names.stream(), Stream.of("mehari.groups"))
                .filter(name -> name.startsWith("mehari."))
                .map(name -> name.substring("mehari.".length()))
                .map(name -> name.replaceFirst("\\..*", ""))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void argumentsHoldBeforeEnvironmentBeforeFilesAndKeysAddUp() throws Exception {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("application.yaml"), """
                mehari:
                  data: {port: 1}
                  cache: {max-entries: 7}
                  security: {keys: [{name: ci, sha256: "%s", scopes: [call]}]}
                """.formatted(KeyHash.of("of the file")));
        int port = GatewayUnderTest.freePort();
        Process gateway = start(
                Map.of("MEHARI_DATA_PORT", "2", "MCPO_CACHE_MAX_SIZE", "0", "MCPO_CONNECTION_TIMEOUT", "5"),
                "--port",
                Integer.toString(port),
                "--api-key",
                "of the command line",
                "--mehari.cache.max-entries=9");
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                    .untilAsserted(
                            () -> assertThat(output()).contains("Mehari serves 3 tools on http://127.0.0.1:" + port));
            assertThat(output())
                    .contains("MCPO_CONNECTION_TIMEOUT has no effect")
                    .doesNotContain("of the command line");
            assertThat(status(port, "/api/v1/tools", "of the command line")).isEqualTo(200);
            assertThat(status(port, "/api/v1/admin/routes", "of the command line"))
                    .isEqualTo(200);
            assertThat(status(port, "/api/v1/tools", "of the file")).isEqualTo(200);
            assertThat(status(port, "/api/v1/admin/routes", "of the file")).isEqualTo(403);
            assertThat(status(port, "/api/v1/tools", "wrong")).isIn(401, 403);
        } finally {
            gateway.destroy();
            gateway.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            gateway.destroyForcibly();
        }
    }

    @Test
    void speaksHttpsWithTheCertificateOfTheCommandLineBelowAPrefix() throws Exception {
        SelfSigned own = SelfSigned.of(folder, "gateway", "dns:localhost,ip:127.0.0.1");
        Files.writeString(folder.resolve("cert.pem"), own.certificatePem());
        Files.writeString(folder.resolve("key.pem"), own.keyPem());
        int port = GatewayUnderTest.freePort();
        String base = "https://127.0.0.1:" + port;
        Process gateway = start(
                Map.of("MEHARI_DATA_PATHPREFIX", "mine/of-all"),
                "-p",
                Integer.toString(port),
                "--ssl-certfile",
                "cert.pem",
                "--ssl-keyfile",
                "key.pem");
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                    .untilAsserted(() -> assertThat(output())
                            .contains(
                                    "Mehari serves 3 tools on " + base + "/mine/of-all,",
                                    "curl " + base + "/api/v1/tools"));
            HttpClient client = HttpClient.newBuilder().sslContext(own.client()).build();
            assertThat(post(client, base + "/mine/of-all/camel/current_time")).startsWith("200 ");
            assertThat(post(client, base + "/camel/current_time"))
                    .startsWith("404 ")
                    .contains("POST /mine/of-all/{server}/{tool}");
            assertThat(answersAroundASecondHandshake(own.client(), port))
                    .startsWith("H")
                    .doesNotContainPattern("(?s)200 OK.*200 OK");
        } finally {
            gateway.destroy();
            gateway.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            gateway.destroyForcibly();
        }
    }

    /** What a client hears that begins again on the same connection, as TLS 1.2 has it, between two requests. */
    private static String answersAroundASecondHandshake(SSLContext client, int port) throws IOException {
        String request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: %s\r\n\r\n";
        StringBuilder heard = new StringBuilder();
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(Math.toIntExact(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS)));
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write(request.formatted("keep-alive").getBytes(StandardCharsets.US_ASCII));
            heard.append((char) in.read());
            socket.startHandshake();
            socket.getOutputStream().write(request.formatted("close").getBytes(StandardCharsets.US_ASCII));
            for (int next = in.read(); next >= 0; next = in.read()) {
                heard.append((char) next);
            }
        } catch (SSLException | SocketException e) {
            // Refused: what was heard before counts
        }
        return heard.toString();
    }

    @Test
    void certificatesThatCannotBeUsedEndTheStartAndTheCheck() throws Exception {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("application.yaml"), """
                mehari:
                  data:
                    tls: {certificate: cert.pem, key: key.pem}
                """);
        Files.writeString(
                folder.resolve("cert.pem"),
                SelfSigned.of(folder, "a", "dns:localhost").certificatePem());
        Files.writeString(
                folder.resolve("key.pem"),
                SelfSigned.of(folder, "b", "dns:localhost").keyPem());
        assertThat(run("check")).isEqualTo(1);
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("config/application.yaml, line 3, column 39: $.mehari.data.tls.key: the key in "
                        + folder.resolve("key.pem") + " does not fit the first certificate in "
                        + folder.resolve("cert.pem") + ": name the key");
        List<String> ofTheCheck = problems();
        assertThat(run()).isEqualTo(1);
        assertThat(problems()).isEqualTo(ofTheCheck);
        assertThat(output()).doesNotContain("\tat ");
        assertThat(run("--ssl-keyfile", "none.pem")).isEqualTo(1);
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("argument --mehari.data.tls.key: there is no file " + folder.resolve("none.pem"));
    }

    @Test
    void theToolsOfASingleServerNeedNoServerInTheirPath() throws Exception {
        int port = GatewayUnderTest.freePort();
        Process gateway = start(
                Map.of(),
                "--port",
                Integer.toString(port),
                "--name",
                "mine",
                "--path-prefix",
                "short",
                "--",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FaultyServer.class.getName(),
                "tools",
                "errors",
                "docs");
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                    .untilAsserted(
                            () -> assertThat(output()).contains("/short, 1 of 1 server joined", "mine is ready"));
            assertThat(output()).contains("POST /docs does not reach it, POST /api/v1/tools/mine/docs does");
            String answer = post(port, "/short/errors");
            assertThat(answer).startsWith("502 ").isEqualTo(post(port, "/short/mine/errors"));
            assertThat(post(port, "/short/nothing")).startsWith("404 ").contains("nothing");
            assertThat(post(port, "/short/current_time")).startsWith("404 ");
            assertThat(post(port, "/short/camel/current_time")).startsWith("200 ");
            assertThat(status(port, "/", "none")).isEqualTo(200);
        } finally {
            gateway.destroy();
            gateway.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            gateway.destroyForcibly();
        }
    }

    private static String post(int port, String path) throws IOException, InterruptedException {
        return post(HttpClient.newHttpClient(), "http://127.0.0.1:" + port + path);
    }

    private static String post(HttpClient client, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    private static int status(int port, String path, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(30))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
