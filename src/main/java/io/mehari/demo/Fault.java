package io.mehari.demo;

/** What a server of the demo does wrong, once it is told to. */
enum Fault {
    /** It answers 500, and with it every later request of the session. */
    SERVER_ERROR("500s", "answers 500 and the session is dead", Server.HTTP),
    /** It has forgotten the session: 404. */
    SESSION_LOST("session loss", "forgets its session", Server.HTTP),
    /** Its process ends while a call runs. */
    CRASH("crash", "its process exits during a call", Server.PROCESS),
    /** It refuses connections for a while. */
    DOWN("down", "refuses connections for a second", Server.HTTP),
    /** It takes a call and never answers. */
    HANG("hang", "takes a call and never answers", Server.HTTP),
    /** It answers with something that is no MCP. */
    GARBAGE("garbage", "answers with an HTML page", Server.HTTP),
    /** It asks to be called again later: 429. */
    RATE_LIMIT("rate limit", "answers 429, Retry-After: 1", Server.HTTP);

    /** Name of the server that is behind a url. */
    static final String HTTP = Server.HTTP;

    /** Name of the server that is a process. */
    static final String PROCESS = Server.PROCESS;

    private final String title;
    private final String does;
    private final String server;

    Fault(String title, String does, String server) {
        this.title = title;
        this.does = does;
        this.server = server;
    }

    /** What people call it. */
    String title() {
        return title;
    }

    /** What the server does. */
    String does() {
        return does;
    }

    /** The server that does it. */
    String server() {
        return server;
    }

    private static final class Server {
        static final String HTTP = "remote";
        static final String PROCESS = "process";
    }
}
