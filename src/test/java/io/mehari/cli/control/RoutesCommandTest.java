package io.mehari.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands against a stand-in that answers what a test wants. With a gateway: {@code ControlOverHttpIT}. */
@DisplayName("S0.7: routes and servers from the command line")
class RoutesCommandTest {
    private static final String LIST = """
            {"data":{"routes":[
              {"id":"tool-call","group":"pipeline","state":"started",
               "statistics":{"total":12,"failed":1,"in_flight":0,"time_ms":{"mean":1.5,"p95":2.25},
                             "last_failure":{"text":"\\u001b[31mred"}}},
              {"id":"tick","group":"tools","state":"stopped","statistics":{"total":0,"failed":0,"in_flight":0}}]}}
            """;

    private final List<String> asked = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private volatile String answer = "{\"data\":{\"state\":\"stopping\"}}";
    private volatile int status = 200;
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(
                Map.of(),
                Stream.concat(
                                Stream.of(arguments),
                                Stream.of(
                                        "--url",
                                        "http://127.0.0.1:"
                                                + gateway.getAddress().getPort()))
                        .toArray(String[]::new));
    }

    @Test
    void listsRoutesWithStateAndStatistics() {
        answer = LIST;
        CommandRun run = run("routes", "list");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(asked).containsExactly("GET /api/v1/admin/routes/statistics");
        assertThat(run.out())
                .contains("ROUTE      GROUP     STATE    TOTAL  FAILED", "tool-call  pipeline  started  12     1")
                .contains("?[31mred", "2 routes.")
                .doesNotContain("\u001b");
        assertThat(run("routes", "list", "--stopped").out()).contains("tick").doesNotContain("tool-call");
        assertThat(run("routes", "list", "--group", "pipeline").out()).doesNotContain("tick");
        assertThat(run("routes", "list", "--json").out()).contains("\"id\" : \"tool-call\"");
    }

    @ParameterizedTest
    @CsvSource({
        "routes, stop, a b, POST /api/v1/admin/routes/a%20b/stop, Route a b is stopping.",
        "routes, suspend, tool-call, POST /api/v1/admin/routes/tool-call/suspend, Route tool-call is stopping.",
        "routes, start, tool-call, POST /api/v1/admin/routes/tool-call/start, Route tool-call is stopping.",
        "routes, resume, tool-call, POST /api/v1/admin/routes/tool-call/resume, Route tool-call is stopping.",
        "routes, status, tool-call, GET /api/v1/admin/routes/tool-call/status, state",
        "servers, stop, files, POST /api/v1/admin/servers/files/stop, Server files is stopping.",
        "servers, start, files, POST /api/v1/admin/servers/files/start, Server files is stopping.",
        "servers, status, files, GET /api/v1/admin/servers/files/status, state"
    })
    void asksTheGatewayAndSaysWhatCameOfIt(String kind, String turn, String name, String request, String told) {
        CommandRun run = run(kind, turn, name);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(asked).containsExactly(request);
        assertThat(run.out()).contains(told);
    }

    @Test
    void addsAndRemovesAServer() {
        CommandRun run = run("servers", "add", "x", "--address", "https://a.example/mcp", "--header", "A=b=c");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Server x is added.");
        assertThat(bodies.get(0))
                .isEqualTo("{\"name\":\"x\",\"url\":\"https://a.example/mcp\",\"headers\":{\"A\":\"b=c\"}}");
        assertThat(run("servers", "remove", "x").out()).contains("Server x is removed.");
        assertThat(asked).containsExactly("POST /api/v1/servers", "DELETE /api/v1/servers/x");
        assertThat(run("servers", "add", "x").status()).as("without an address").isEqualTo(2);
    }

    @Test
    void aRefusalEndsWithStatusOneAndTheReason() {
        status = 409;
        answer = "{\"error\":{\"code\":\"control_refused\",\"message\":\"Requests arrive by the route rest\"}}";
        CommandRun run = run("routes", "stop", "rest", "tool-call");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("mehari routes stop: Requests arrive by the route rest");
        assertThat(asked).as("what comes after is not done").hasSize(1);
    }

    @Test
    void withoutACommandOrANameItSaysWhatThereIs() {
        assertThat(run("routes").status()).isEqualTo(2);
        assertThat(CommandRun.of(Map.of(), new String[] {"routes"}).err()).contains("mehari routes list, status, stop");
        assertThat(CommandRun.of(Map.of(), new String[] {"servers"}).err()).contains("mehari servers status, stop");
        assertThat(CommandRun.of(Map.of(), new String[] {"routes", "stop"}).status())
                .isEqualTo(2);
    }
}
