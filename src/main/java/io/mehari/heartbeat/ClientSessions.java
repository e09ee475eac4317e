package io.mehari.heartbeat;

import java.util.List;

/** Where sessions and streams of MCP clients are found. Safe for concurrent use. */
@FunctionalInterface
public interface ClientSessions {
    /** Those that are open now. */
    List<? extends ClientSession> open();
}
