package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.mehari.protocol.Json;
import io.mehari.support.LogsAgain;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command, against a stand-in for a gateway. */
@ExtendWith(LogsAgain.class)
@DisplayName("S4.8: load test and performance regression check")
class BenchCommandTest {
    private static final String KEY = "the-key";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean readOnly = true;
    private volatile int status = 200;
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/api/v1/tools/camel/current_time", exchange -> {
            boolean allowed =
                    ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean call = exchange.getRequestMethod().equals("POST");
            String body = call
                    ? "{\"success\":false,\"error\":{\"code\":\"unavailable\"}}"
                    : "{\"data\":{\"definition\":{\"annotations\":{\"readOnlyHint\":" + readOnly + "}}}}";
            if (call) {
                calls.incrementAndGet();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(allowed ? (call ? status : 200) : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void reportsEachStepSavesAndCompares() throws Exception {
        Path file = folder.resolve("before.json");
        assertThat(bench("--callers", "2,1", "--save", file.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("camel/current_time at http://127.0.0.1", "CALLERS", "success ", "It bears", "plan with");
        JsonNode saved = Json.read(Files.readString(file));
        assertThat(saved.at("/steps/0/callers").asInt()).isEqualTo(1);
        assertThat(saved.at("/steps/1/callers").asInt()).isEqualTo(2);
        assertThat(saved.at("/steps/0/outcomes/success").asLong()).isPositive().isLessThanOrEqualTo(calls.get());
        assertThat(saved.toString()).doesNotContain(KEY);

        assertThat(bench("--compare", file.toString(), "--tolerance", "100000")).isZero();
        assertThat(out.toString()).contains("Compared with " + file, "Nothing is worse by more than");
        Files.writeString(file, Files.readString(file).replaceAll("(\"calls_per_second\" ?: ?)", "$1" + "9999"));
        assertThat(bench("--compare", file.toString(), "--tolerance", "50")).isEqualTo(1);
        assertThat(out.toString()).contains("Worse by more than 50 %: calls a second with 1 callers");
    }

    @Test
    void tellsOutcomesWhereCallsFail() {
        status = 503;
        assertThat(bench("--callers", "1,2")).isEqualTo(1);
        assertThat(out.toString()).contains("unavailable ", "There is no capacity to tell");
        assertThat(out.toString()).as("stops after the first step").doesNotContain("       2  ");
    }

    @Test
    void callsNothingThatMayChangeSomething() {
        readOnly = false;
        assertThat(bench()).isEqualTo(1);
        assertThat(err.toString()).contains("camel/current_time does not say that it changes nothing", "--any-tool");
        assertThat(calls).hasValue(0);
        assertThat(bench("--any-tool")).isZero();
        assertThat(calls.get()).isPositive();
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(execute(Map.of(), "bench", "--url", url())).isEqualTo(1);
        assertThat(err.toString()).contains("wants a key with the scope call");
        assertThat(bench("--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).contains("no gateway answers at http://127.0.0.1:1");
        assertThat(bench(
                        "--compare",
                        Files.writeString(folder.resolve("x"), "{}").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("not a report that this version of 'mehari bench' has saved");
        assertThat(calls).hasValue(0);
    }

    @Test
    void loadsNoOtherMachineUnlessThatIsSaid() {
        assertThat(bench("--url", "http://192.0.2.1:8000")).isEqualTo(2);
        assertThat(err.toString()).contains("192.0.2.1 is another machine", "--remote");
    }

    @Test
    void refusesWhatMakesNoSense() {
        for (String[] options : new String[][] {
            {"current_time"},
            {"--arguments", "[]"},
            {"--callers", "0"},
            {"--callers", "5000"},
            {"--step", "0"},
            {"--url", "127.0.0.1"}
        }) {
            assertThat(execute(Map.of(), concat(new String[] {"bench"}, options)))
                    .as(String.join(" ", options))
                    .isEqualTo(2);
        }
        assertThat(calls).hasValue(0);
    }

    private int bench(String... options) {
        Map<String, String> usual =
                new LinkedHashMap<>(Map.of("--url", url(), "--step", "1", "--warm-up", "0", "--callers", "1"));
        List.of(options).forEach(usual::remove);
        List<String> arguments = new ArrayList<>(List.of("bench"));
        usual.forEach((name, value) -> arguments.addAll(List.of(name, value)));
        arguments.addAll(List.of(options));
        return execute(Map.of("MEHARI_API_KEY", KEY), arguments.toArray(String[]::new));
    }

    private int execute(Map<String, String> environment, String... arguments) {
        return new CommandLineInterface(environment)
                .execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private String url() {
        return "http://127.0.0.1:" + gateway.getAddress().getPort();
    }

    private static String[] concat(String[] one, String[] other) {
        String[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
