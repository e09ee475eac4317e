package io.mehari.heartbeat;

import java.util.concurrent.CompletableFuture;

/**
 * A session, or a stream, of an MCP client of the gateway, as its heartbeat sees it. Safe for concurrent use; no method
 * waits.
 */
public interface ClientSession {
    /** What stays the same. */
    About about();

    /** {@link About#key()}, without the rest: asked for at each look. */
    default String key() {
        return about().key();
    }

    /** When the client was last heard of, by {@link System#nanoTime()}. */
    long heardAt();

    /** Whether the client reads a stream now. */
    boolean isListening();

    /** Messages that wait for the client: events it has not read, changes it was not told of, questions it has not answered. */
    int pending();

    /** How long the client has read nothing although something waits for it on its stream, in nanoseconds; 0 if nothing does. */
    long stalledNanos();

    /**
     * Asks the client whether it is there, by {@code ping} on the stream it reads.
     *
     * @return ends with the answer, be it an error; exceptionally already if it cannot be asked; cancelled by whoever does
     *     not wait any more. Null where clients are not asked (version 2026-07-28)
     */
    CompletableFuture<?> ask();

    /** Ends the session, because its client is gone. */
    void end();

    /**
     * What stays the same in a session.
     *
     * @param key tells it from all others; not its id, which is a secret
     * @param id the beginning of its id, for people
     * @param transport {@code streamable-http}, {@code sse}, or {@code listen} for a stream of version 2026-07-28
     * @param protocolVersion agreed version of MCP
     * @param clientIp address that its first request came from; empty if not known
     * @param userAgent header of its first request; empty if there was none
     * @param proxyName server or group whose tools it sees; {@code all} for all
     * @param openedAt when it began, by {@link System#nanoTime()}
     */
    record About(
            String key,
            String id,
            String transport,
            String protocolVersion,
            String clientIp,
            String userAgent,
            String proxyName,
            long openedAt) {
        private static final int SHOWN_ID = 8;
        private static final int SHOWN_AGENT = 50;

        /** Keeps the beginning of the id, and no more of the header than fits a line. */
        public About {
            id = id.length() > SHOWN_ID ? id.substring(0, SHOWN_ID) + "..." : id;
            userAgent = userAgent.length() > SHOWN_AGENT ? userAgent.substring(0, SHOWN_AGENT) + "..." : userAgent;
        }
    }
}
