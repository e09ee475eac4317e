package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The streamable HTTP echo server in a JVM of its own. */
final class HttpEcho implements AutoCloseable {
    static final String BODY = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"echo\",\"arguments\":" + EchoTools.ARGUMENTS + "}}";

    private final ChildProcess process;
    private final int port;

    private HttpEcho(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until it answers. */
    static HttpEcho start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        int port = ChildProcess.freePort();
        ChildProcess process = ChildJvm.start(directory, HttpEchoServer.class, List.of(Integer.toString(port)));
        HttpEcho server = new HttpEcho(process, port);
        process.awaitAnswer(server.call());
        return server;
    }

    /** A call of the tool {@code echo} as the server itself understands it. */
    HttpCall call() {
        return new HttpCall(URI.create(uri()), BODY, EchoTools.MESSAGE);
    }

    /** What stands for it in the gateway's file of servers. */
    ObjectNode settings() {
        return Json.object().put("type", "streamable-http").put("url", uri()).put("bulkhead", 256);
    }

    int port() {
        return port;
    }

    private String uri() {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
