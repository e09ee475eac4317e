package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.launch.GatewayFixture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components that route files have from the start, used as their authors would. */
@DisplayName("F7: everyday components are there")
class EverydayComponentsTest {
    private static final String TOOL = "tools/everyday.camel.yaml";
    private static final String SQL = "uri: sql:select table_name from information_schema.tables";

    @TempDir
    static Path directory;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
    }

    @AfterAll
    static void close() {
        gateway.close();
        gateway = null;
    }

    @AfterEach
    void remove() throws Exception {
        for (String file :
                new String[] {TOOL, "configuration/mine.camel.yaml", "configuration/loud-action.kamelet.yaml"}) {
            Files.deleteIfExists(gateway.routes.resolve(file));
        }
    }

    @Test
    @DisplayName("F6: sql without a data source does not get the gateway's database")
    void sqlAsksForADataSource() {
        gateway.write(TOOL, tool("- to:\n    " + SQL));

        assertThatThrownBy(gateway::reload)
                .hasMessageContaining(TOOL)
                .hasMessageContaining("dataSource")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("dead_letters"));
    }

    @Test
    void sqlWithADataSourceOfItsOwn() {
        gateway.write("configuration/mine.camel.yaml", """
                - beans:
                    - name: orders
                      type: org.h2.jdbcx.JdbcDataSource
                      properties:
                        url: jdbc:h2:mem:orders
                """);
        assertThat(answer("- to:\n    uri: sql:select 6 * 7 as answer?dataSource=#orders\n- marshal:\n    json: {}"))
                .contains("ANSWER", "42");
    }

    @Test
    void httpCallsAnotherSystem() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/stock", exchange -> {
            byte[] body = "12 saddles".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            assertThat(answer("- to:\n    uri: http://127.0.0.1:"
                            + server.getAddress().getPort() + "/stock?httpMethod=GET"))
                    .contains("12 saddles");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void fileWritesAFile() throws Exception {
        answer("- setBody:\n    constant: note\n- to:\n    uri: file:" + directory.resolve("out")
                + "?fileName=note.txt");

        assertThat(directory.resolve("out/note.txt")).hasContent("note");
    }

    @Test
    void jacksonJsonPathAndTheCircuitBreaker() {
        assertThat(answer("""
                - setBody:
                    constant: '{"order": {"items": [{"name": "saddle"}]}}'
                - circuitBreaker:
                    steps:
                      - setBody:
                          jsonpath: $.order.items[0].name
                      - throwException:
                          exceptionType: java.lang.IllegalStateException
                          message: the other system is away
                    onFallback:
                      steps:
                        - setBody:
                            simple: "instead of ${body}"
                """)).contains("instead of");
        assertThat(answer("""
                - setBody:
                    constant: '{"a": 1}'
                - unmarshal:
                    json: {}
                - setBody:
                    simple: "a is ${body[a]}"
                """)).contains("a is 1");
    }

    @Test
    void aKameletOfOnesOwn() {
        gateway.write("configuration/loud-action.kamelet.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: loud-action
                spec:
                  definition:
                    title: Loud
                    properties:
                      end:
                        type: string
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setBody:
                            simple: "LOUD {{end}}"
                """);
        assertThat(answer("- to:\n    uri: kamelet:loud-action?end=!")).contains("LOUD !");
    }

    private static String answer(String steps) {
        gateway.write(TOOL, tool(steps));
        gateway.reload();
        ToolCallResult result = gateway.outcome("camel", "everyday", "{}");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCESS);
        return ((ToolCallResult.Success) result).result().toString();
    }

    private static String tool(String steps) {
        return """
                - route:
                    id: everyday
                    from:
                      uri: ai-tool:everyday
                      parameters:
                        description: A tool of a test
                      steps:
                %s
                """.formatted(steps.indent(8).stripTrailing());
    }
}
