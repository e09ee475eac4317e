package io.mehari.endpoint.mcp.method;

import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.MissingServers;
import io.mehari.text.NearestNames;
import java.util.Set;
import java.util.function.BiConsumer;

/** Asks every server of a view for log messages. Safe for concurrent use. */
public final class ServerLogLevels implements LogLevels {
    private static final Set<String> LEVELS =
            Set.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    private final MissingServers servers;
    private final BiConsumer<String, String> want;

    /**
     * Asks servers.
     *
     * @param servers knows which servers a view has
     * @param want asks a server, by its name, for a level: of several levels it is the most verbose that counts
     */
    public ServerLogLevels(MissingServers servers, BiConsumer<String, String> want) {
        this.servers = servers;
        this.want = want;
    }

    @Override
    public Runnable want(McpView view, String level) {
        if (!LEVELS.contains(level)) {
            throw McpErrorException.invalidParams("There is no log level " + NearestNames.quoted(level)
                    + "; levels are debug, info, notice, warning, error, critical, alert and emergency");
        }
        servers.servers(view).forEach(server -> want.accept(server.name(), level));
        return () -> {}; // a server is not made less verbose while it is there: whoever passes messages on filters them
    }
}
