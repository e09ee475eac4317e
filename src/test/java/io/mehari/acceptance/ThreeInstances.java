package io.mehari.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.security.KeyHash;
import io.mehari.support.GatewayProcess;
import io.mehari.support.NginxProgram;
import io.mehari.support.PlainClient;
import io.mehari.support.PostgresProgram;
import io.mehari.support.RedisProgram;
import io.mehari.upstream.http.FaultyHttpServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Three gateways in JVMs of their own behind a real nginx with the configuration of {@code deploy/nginx.conf}, on one Redis and one
 * PostgreSQL, with everything shared that can be. All have the same one MCP server under four names: {@code counted}; {@code kept}, whose
 * results are cached; {@code learnt}; and {@code failing}, which fails while it is told to. Its tool {@code run} answers how often
 * it has run, and asks for a name where {@code call} is {@code greet}.
 */
final class ThreeInstances implements AutoCloseable {
    /** Calls that the holder of the limited key may make at once; one more comes an hour later. */
    static final int BURST = 1_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String[] NAMES = {"counted", "kept", "learnt", "failing"};
    private static final String OPEN = "a key without a limit";
    private static final String LIMITED = "a key with a limit";

    private final FaultyHttpServer server = new FaultyHttpServer();
    private final GreetingTool greeting = new GreetingTool();
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final RedisProgram redis = RedisProgram.started();
    private final PostgresProgram postgres;
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private NginxProgram nginx;
    private volatile boolean fails;

    private ThreeInstances(Path directory) throws IOException {
        postgres = PostgresProgram.started(Files.createDirectories(directory.resolve("database")));
        postgres.database("mehari");
        server.onRun = ran::add;
        server.onOther = greeting::told;
        server.onCall = (request, out) -> {
            String call = request.message().at("/params/arguments/call").asText();
            if (call.equals("greet")) {
                greeting.answer(request, out);
            } else if (fails && call.startsWith("failing")) {
                FaultyHttpServer.status(out, "500 Internal Server Error", "", "out of order");
            } else if (fails && call.startsWith("busy")) {
                FaultyHttpServer.status(out, "429 Too Many Requests", "", "later");
            } else {
                server.run(request);
                FaultyHttpServer.json(
                        out, FaultyHttpServer.answerTo(request.id(), Integer.toString(server.executed.get())));
            }
        };
    }

    /**
     * Starts all and waits until each can call the server.
     *
     * @param directory for their files
     */
    static ThreeInstances start(Path directory) throws IOException {
        ThreeInstances all = new ThreeInstances(directory);
        try {
            for (int i = 1; i <= 3; i++) {
                Path folder = directory.resolve("gateway-" + i);
                all.gateways.add(GatewayProcess.start(folder, all.servers(), all.settings("gateway-" + i), OPEN));
            }
            all.gateways.forEach(ThreeInstances::awaitReady);
            all.nginx = NginxProgram.before(
                    directory.resolve("nginx"),
                    all.gateways.stream().map(GatewayProcess::authority).toList());
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private Map<String, String> settings(String name) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "mehari.data.stop-notice", "2s",
                "mehari.redis.url", redis.url(),
                "mehari.database.url", postgres.url("mehari"),
                "mehari.database.username", postgres.user(),
                "mehari.cache.database.enabled", "true",
                "mehari.learning.enabled", "true",
                "mehari.learning.shared", "true",
                "mehari.learning.period", "200ms",
                "mehari.learning.share-period", "500ms",
                "mehari.rest.idempotency.shared", "true"));
        settings.putAll(Map.of(
                "mehari.instances.enabled", "true",
                "mehari.instances.id", name,
                "mehari.instances.heartbeat", "500ms",
                "mehari.instances.expiry", "3s",
                "mehari.mcp.forwarding.enabled", "true",
                "mehari.mcp.forwarding.secret", "a secret that all instances share"));
        settings.putAll(Map.of(
                "mehari.rate-limit.enabled", "true",
                "mehari.rate-limit.shared", "true",
                "mehari.rate-limit.instances", "3",
                "mehari.rate-limit.calls", "1",
                "mehari.rate-limit.window", "1h",
                "mehari.rate-limit.burst", Integer.toString(BURST),
                "mehari.rate-limit.callers[0].name", "open",
                "mehari.rate-limit.callers[0].calls", "0"));
        key(settings, 0, "open", OPEN);
        key(settings, 1, "limited", LIMITED);
        return settings;
    }

    private static void key(Map<String, String> settings, int index, String name, String key) {
        String entry = "mehari.security.keys[" + index + "].";
        settings.put(entry + "name", name);
        settings.put(entry + "sha256", KeyHash.of(key));
        settings.put(entry + "scopes", "call,monitor,admin");
    }

    private String servers() {
        Servers servers = new Servers();
        for (String name : NAMES) {
            servers.with(name, entry -> {
                entry.put("type", "streamable-http").put("url", server.url());
                if (name.equals("kept")) {
                    entry.putObject("cache").put("ttl", "5m");
                }
                if (name.equals("failing")) {
                    entry.putObject("retry").put("max", 0);
                }
            });
        }
        return servers.toString();
    }

    /** Waits until a gateway that was started again can call the server. */
    static void awaitReady(GatewayProcess gateway) {
        gateway.awaitTools(NAMES);
    }

    /** Waits until all share everything: after a start each has to find Redis, and the others to hear of it. */
    void awaitShared() {
        for (int i = 0; i < gateways.size(); i++) {
            PlainClient one = gateways.get(i).client();
            PlainClient next = gateways.get((i + 1) % gateways.size()).client();
            awaited("who is there", () -> known(one).size() == gateways.size());
            awaited(
                    "keys of calls",
                    () -> keyed(one, "warm " + one.base(), "{\"call\":\"warm\"}")
                                    .statusCode()
                            == 200);
            awaited("sessions", () -> isForwarded(McpMessages.begun(one), next));
        }
        awaited(
                "all behind nginx",
                () -> Stream.generate(() -> answeredBy(behindNginx().get("/health/live")))
                                .limit(6)
                                .distinct()
                                .count()
                        == gateways.size());
    }

    private static void awaited(String what, Callable<Boolean> condition) {
        await(what).pollDelay(Duration.ZERO).atMost(LIMIT).until(condition);
    }

    private static boolean isForwarded(String session, PlainClient next) {
        HttpResponse<String> answer =
                McpMessages.sent(next, "{'jsonrpc':'2.0','id':2,'method':'ping'}", "mcp-session-id", session);
        return answer.statusCode() == 200;
    }

    /** The names that a gateway knows, one for each run that it takes for alive. */
    static List<String> known(PlainClient gateway) {
        JsonNode diagnosis = McpMessages.json(gateway.get("/diagnostics").body());
        return diagnosis.path("instances").findValuesAsText("id");
    }

    /** The answer to a call of {@code counted/run} with an idempotency key. */
    static HttpResponse<String> keyed(PlainClient to, String key, String arguments) {
        return to.send(to.request("/api/v1/tools/counted/run")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(arguments)));
    }

    /** Host and port of the gateway that has answered through nginx. */
    static String answeredBy(HttpResponse<String> answer) {
        String asked = answer.headers().firstValue("Gateway").orElse("");
        return asked.substring(asked.lastIndexOf(' ') + 1);
    }

    /** A number of the metrics, of all gateways together; 0 where there is none yet. */
    double sum(String metric) {
        return gateways.stream()
                .flatMap(each -> each.client().get("/metrics/prometheus").body().lines())
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .sum();
    }

    List<GatewayProcess> gateways() {
        return gateways;
    }

    GatewayProcess gateway(int index) {
        return gateways.get(index);
    }

    /** Requests through nginx. */
    PlainClient behindNginx() {
        return nginx.client().withKey(OPEN);
    }

    /** Requests through nginx of a caller that has {@link #BURST} calls. */
    PlainClient limited() {
        return nginx.client().withKey(LIMITED);
    }

    RedisProgram redis() {
        return redis;
    }

    /** The first column of what the database of all answers. */
    List<String> query(String sql) {
        return postgres.query("mehari", sql);
    }

    /** Whether calls whose names begin with {@code failing} or {@code busy} are answered 500 or 429 from now on, and do not run. */
    void fail(boolean fail) {
        fails = fail;
    }

    /** The argument {@code call} of each run of the tool, in order. */
    Queue<String> ran() {
        return ran;
    }

    @Override
    public void close() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
        gateways.forEach(GatewayProcess::close);
        postgres.close();
        redis.close();
        server.close();
    }
}
