package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A gateway with two stdio echo servers behind it: {@code echo}, and {@code cached}. */
final class EchoGateway implements AutoCloseable {
    private final Gateway gateway;

    private EchoGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Starts it and waits until both servers answer. */
    static EchoGateway start(Path parent) throws IOException, InterruptedException {
        Gateway gateway = Gateway.start(parent.resolve("gateway"), servers());
        return new EchoGateway(gateway.await(gateway.echo("echo"), gateway.echo("cached")));
    }

    /** What stands under {@code mcpServers} for both. */
    static ObjectNode servers() {
        ObjectNode servers = Json.object();
        for (String name : List.of("echo", "cached")) {
            servers.set(name, settings());
        }
        servers.withObject("/cached/tools/echo/cache").put("ttl", "1h");
        return servers;
    }

    /** What stands for a stdio echo server in the gateway's file of servers. */
    static ObjectNode settings() {
        List<String> command = ChildJvm.command();
        ObjectNode server = Json.object().put("command", command.get(0)).put("bulkhead", 256);
        command.stream().skip(1).forEach(server.withArray("args")::add);
        server.withArray("args").add(EchoServer.class.getName());
        return server;
    }

    /** A call the stdio server answers each time. */
    HttpCall uncached() {
        return gateway.echo("echo");
    }

    /** A call the cache answers. */
    HttpCall cached() {
        return gateway.echo("cached");
    }

    /** How many echo calls the stdio server of this name has run. */
    long executions(String server) {
        return gateway.executions(server);
    }

    /** The gateway's own process; those of the stdio servers are its children. */
    ChildProcess process() {
        return gateway.process();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
