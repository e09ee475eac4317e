package io.mehari.acceptance;

import io.mehari.support.GatewayProcess;
import io.mehari.support.NginxProgram;
import io.mehari.support.PlainClient;
import io.mehari.support.RedisProgram;
import io.mehari.upstream.http.FaultyHttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Three gateways in JVMs of their own behind a real nginx with the configuration of {@code deploy/nginx.conf}, on one Redis.
 * All have the same one MCP server under three names: {@code counted}; {@code kept}, whose results are cached; and {@code learnt}.
 * Its tool {@code run} answers how often it has run. What is different for all of them is given as settings.
 */
final class ThreeInstances implements AutoCloseable {
    private static final String[] NAMES = {"counted", "kept", "learnt"};

    private final FaultyHttpServer server = new FaultyHttpServer();
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final RedisProgram redis = RedisProgram.started();
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private NginxProgram nginx;

    private ThreeInstances() throws IOException {
        server.onRun = ran::add;
        server.onCall = (request, out) -> {
            server.run(request);
            FaultyHttpServer.json(
                    out, FaultyHttpServer.answerTo(request.id(), Integer.toString(server.executed.get())));
        };
    }

    /**
     * Starts all and waits until each can call the server.
     *
     * @param directory for their files
     * @param settings of each gateway, besides the address of Redis
     */
    static ThreeInstances start(Path directory, Map<String, String> settings) throws IOException {
        ThreeInstances all = new ThreeInstances();
        try {
            Map<String, String> shared = new HashMap<>(settings);
            shared.put("mehari.redis.url", all.redis.url());
            for (int i = 1; i <= 3; i++) {
                all.gateways.add(GatewayProcess.start(directory.resolve("gateway-" + i), all.servers(), shared));
            }
            all.gateways.forEach(gateway -> gateway.awaitTools(NAMES));
            all.nginx = NginxProgram.before(
                    directory.resolve("nginx"),
                    all.gateways.stream().map(GatewayProcess::authority).toList());
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private String servers() {
        Servers servers = new Servers();
        for (String name : NAMES) {
            servers.with(name, entry -> {
                entry.put("type", "streamable-http").put("url", server.url());
                if (name.equals("kept")) {
                    entry.putObject("cache").put("ttl", "5m");
                }
            });
        }
        return servers.toString();
    }

    /** Waits until a gateway that was started again can call the server. */
    static void awaitReady(GatewayProcess gateway) {
        gateway.awaitTools(NAMES);
    }

    List<GatewayProcess> gateways() {
        return gateways;
    }

    GatewayProcess gateway(int index) {
        return gateways.get(index);
    }

    /** Requests through nginx. */
    PlainClient behindNginx() {
        return nginx.client();
    }

    RedisProgram redis() {
        return redis;
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
        redis.close();
        server.close();
    }
}
