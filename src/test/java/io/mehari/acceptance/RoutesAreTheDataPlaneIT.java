package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engineer changes in a route file is what the next call does; seen through HTTP alone. */
class RoutesAreTheDataPlaneIT {
    private static final String PIPELINE = "pipeline/tool-call.camel.yaml";
    private static final String LOOKUP = """
                    - to:
                        id: cache-lookup
                        description: Has it been answered already
                        uri: direct
                        parameters:
                          name: tool-call-cache-lookup
            """;
    private static final String VALIDATE = """
                    - to:
                        id: validate
                        description: Do the arguments fit its schema
                        uri: direct
                        parameters:
                          name: tool-call-validate
            """;

    @TempDir
    Path directory;

    private RouteEdit routes;
    private Path executions;
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() {
        routes = RouteEdit.copyTo(directory);
        executions = directory.resolve("executions");
        String diesOnce = "if mkdir '" + directory.resolve("died") + "' 2>/dev/null; then exec "
                + Servers.javaLine("io.mehari.upstream.stdio.FaultyServer", "dies") + "; else exec "
                + Servers.javaLine("io.mehari.upstream.stdio.FaultyServer", "ok") + "; fi";
        Servers servers = new Servers()
                .java(
                        "echo",
                        server -> server.putObject("tools").putObject("count").putObject("cache"),
                        "io.mehari.bench.EchoServer",
                        "--log",
                        executions.toString())
                .shell(
                        "dies-once",
                        server -> server.putObject("retry")
                                .put("resend", "always")
                                .put("base", "50ms"),
                        diesOnce);
        gateway = GatewayUnderTest.start(
                        directory,
                        servers.toString(),
                        Map.of("mehari.routes.directory", routes.directory().toString()))
                .awaitTools(List.of("echo", "dies-once"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void withoutItsLookupStageNothingComesFromTheCache() {
        assertThat(echoAndCount()).isEqualTo("1");
        assertThat(echoAndCount()).as("answered from the cache").isEqualTo("1");

        routes.replace(PIPELINE, LOOKUP, "");
        reload();

        assertThat(echoAndCount()).isEqualTo("3");
        assertThat(echoAndCount()).isEqualTo("4");
    }

    @Test
    void anInsertedStageRewritesArguments() {
        assertThat(echo("quiet").body()).isEqualTo("\"quiet\"");

        routes.write("pipeline/tool-call-shout.camel.yaml", """
                        # Makes every message loud.
                        - route:
                            id: tool-call-shout
                            description: Rewrites the argument message
                            errorHandler:
                              noErrorHandler: {}
                            from:
                              uri: direct:tool-call-shout
                              steps:
                                - setBody:
                                    expression:
                                      jq:
                                        expression: .message |= ascii_upcase
                        """)
                .replace(PIPELINE, VALIDATE, VALIDATE + "        - to: direct:tool-call-shout\n");
        reload();

        assertThat(echo("loud").body()).isEqualTo("\"LOUD\"");
    }

    @Test
    void validateBehindDispatchLetsBadArgumentsThrough() throws IOException {
        assertThat(badEcho("before").statusCode()).isEqualTo(422);
        assertThat(executed()).isEmpty();

        String dispatch = "name: tool-call-dispatch\n";
        routes.replace(PIPELINE, VALIDATE, "").replace(PIPELINE, dispatch, dispatch + VALIDATE.indent(10));
        reload();

        assertThat(badEcho("after").statusCode()).as("the tool's own complaint").isEqualTo(500);
        assertThat(executed()).containsExactly("after");
    }

    @Test
    void withRetryACallSurvivesItsServer() {
        assertThat(gateway.post("/dies-once/run", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutRetryTheFirstFailureIsTheAnswer() {
        String recovery = "recovery/recover-connection.camel.yaml";
        routes.replace(recovery, "ref: retry", "ref: bulkhead"); // any policy but retry
        reload();

        HttpResponse<String> reply = gateway.post("/dies-once/run", "{}");
        assertThat(reply.statusCode()).isEqualTo(502);
        assertThat(reply.body()).contains("outcome_unknown").contains("dies-once");
    }

    @Test
    void aFileThatDoesNotRunChangesNothing() {
        routes.replace(PIPELINE, "name: tool-call-admit", "name: tool-call-admitt");
        HttpResponse<String> reply = gateway.post("/api/v1/admin/routes/reload", "");

        assertThat(reply.statusCode()).isEqualTo(422);
        assertThat(reply.body()).contains("tool-call-admitt").contains("the previous routes continue to serve");
        assertThat(echo("still here").body()).isEqualTo("\"still here\"");
        assertThat(gateway.get("/health").body()).contains("degraded").contains("tool-call-admitt");

        routes.replace(PIPELINE, "name: tool-call-admitt", "name: tool-call-admit");
        reload();
        assertThat(gateway.get("/health").body()).doesNotContain("admitt");
    }

    private String echoAndCount() {
        assertThat(echo("x").statusCode()).isEqualTo(200);
        return gateway.post("/echo/count", "{}").body().replace("\"", "");
    }

    private HttpResponse<String> echo(String message) {
        return gateway.post("/echo/echo", "{\"message\":\"" + message + "\"}");
    }

    private HttpResponse<String> badEcho(String id) {
        return gateway.post("/echo/echo", "{\"message\":5,\"id\":\"" + id + "\"}");
    }

    private List<String> executed() throws IOException {
        return Files.exists(executions) ? Files.readAllLines(executions) : List.of();
    }

    private void reload() {
        assertThat(gateway.post("/api/v1/admin/routes/reload", "").statusCode()).isEqualTo(200);
    }
}
