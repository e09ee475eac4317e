package io.mehari.upstream.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From which level on servers send log messages: the most verbose that anybody has asked for, on the usual connection and
 * on those of clients, set again whenever a server is connected again. Never made less verbose while the server is there;
 * whoever passes messages on filters them. A server that declares no {@code logging} is not told. Safe for concurrent
 * use; nothing waits.
 */
public final class LogLevels {
    private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);

    /** Levels of RFC 5424, the most verbose first. */
    public static final List<String> NAMES =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Upstreams upstreams;
    private final ClientConnections connections;
    private final Map<String, Integer> wanted = new ConcurrentHashMap<>();

    /**
     * No level is asked for yet.
     *
     * @param upstreams the usual connections
     * @param connections those of clients
     */
    public LogLevels(Upstreams upstreams, ClientConnections connections) {
        this.upstreams = upstreams;
        this.connections = connections;
        connections.onReady(this::tell);
        upstreams.onChange(server -> {
            if (upstreams.find(server).isEmpty()) {
                wanted.remove(server);
            }
        });
    }

    /**
     * Somebody wants log messages of a server.
     *
     * @param server name of the server
     * @param level one of {@link #NAMES}; anything else changes nothing
     * @return ends when the server was told, or need not be; never exceptionally
     */
    public CompletableFuture<Void> want(String server, String level) {
        int asked = NAMES.indexOf(level);
        if (asked < 0 || upstreams.find(server).isEmpty()) {
            return DONE;
        }
        if (!raise(server, asked)) {
            return DONE;
        }
        return CompletableFuture.allOf(Stream.concat(upstreams.find(server).stream(), connections.all(server).stream())
                .map(this::tell)
                .toArray(CompletableFuture[]::new));
    }

    private synchronized boolean raise(String server, int asked) {
        boolean more = wanted.getOrDefault(server, NAMES.size()) > asked;
        if (more) {
            wanted.put(server, asked);
        }
        return more;
    }

    /**
     * The usual connection of a server is ready, for the first time or again.
     *
     * @param server name of the server
     */
    public void ready(String server) {
        upstreams.find(server).ifPresent(this::tell);
    }

    /**
     * The level that is asked for.
     *
     * @param server name of the server
     * @return empty if none was
     */
    public Optional<String> level(String server) {
        return Optional.ofNullable(wanted.get(server)).map(NAMES::get);
    }

    private CompletableFuture<Void> tell(Upstream upstream) {
        Optional<String> level = level(upstream.name());
        if (level.isEmpty()
                || upstream.state() != UpstreamState.READY
                || !upstream.capabilities().has("logging")) {
            return DONE; // one that is not ready is told when it is
        }
        ObjectNode params = Json.object().put("level", level.get());
        return upstream.request(McpMethod.LOGGING_SET_LEVEL, params, ProgressListener.NONE)
                .result()
                .handle((result, failure) -> {
                    if (failure != null) {
                        LOG.debug("{} did not take the log level {}", upstream.name(), level.get(), failure);
                    }
                    return null;
                });
    }
}
