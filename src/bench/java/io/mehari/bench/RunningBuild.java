package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A build of the gateway in a JVM of its own, in front of echo servers that no other build uses: {@link #STDIO},
 * {@link #CACHED} and {@link #HTTP}.
 */
final class RunningBuild implements AutoCloseable {
    /** A stdio server, nothing cached. */
    static final String STDIO = "echo";
    /** A stdio server whose results are cached. */
    static final String CACHED = "cached";
    /** A server over streamable HTTP, nothing cached. */
    static final String HTTP = "http";

    private final Side side;
    private final HttpEcho http;
    private final Gateway gateway;

    private RunningBuild(Side side, HttpEcho http, Gateway gateway) {
        this.side = side;
        this.http = http;
        this.gateway = gateway;
    }

    /**
     * Starts it; returns before it can be called.
     *
     * @param directory for its files
     */
    static RunningBuild start(Side side, GatewayJar jar, Path directory) throws IOException, InterruptedException {
        HttpEcho http = HttpEcho.start(directory.resolve("http-echo"));
        try {
            ObjectNode servers = EchoGateway.servers();
            servers.set(HTTP, http.settings());
            return new RunningBuild(side, http, Gateway.start(directory.resolve("gateway"), servers, jar));
        } catch (IOException | RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /** Waits until all its servers answer; closes the gateway if one does not. */
    void await() throws IOException, InterruptedException {
        gateway.await(echo(STDIO), echo(CACHED), echo(HTTP));
    }

    Side side() {
        return side;
    }

    /** A call of the tool {@code echo} of this server, through REST. */
    HttpCall echo(String server) {
        return gateway.echo(server);
    }

    /** How many echo calls the server of this name has run. */
    long executions(String server) {
        return gateway.executions(server);
    }

    /** The gateway's own process. */
    ChildProcess process() {
        return gateway.process();
    }

    @Override
    public void close() {
        gateway.close();
        http.close();
    }
}
