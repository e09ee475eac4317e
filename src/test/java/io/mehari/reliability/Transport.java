package io.mehari.reliability;

/** How a server is reached, as operators write it. */
enum Transport {
    STREAMABLE_HTTP("streamable HTTP"),
    SSE("HTTP+SSE"),
    STDIO("stdio");

    private final String title;

    Transport(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
