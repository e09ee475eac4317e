package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.MehariApplication;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The gateway in a JVM of its own, with two stdio echo servers behind it: {@code echo}, and {@code cached}. */
final class EchoGateway implements AutoCloseable {
    private static final String BODY = "{\"message\":\"hello from the bench\"}";
    private static final String EXPECTED = "hello from the bench";

    private final ChildJvm process;
    private final URI base;

    private EchoGateway(ChildJvm process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** Starts it and waits until both servers answer. */
    static EchoGateway start(Path parent) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(parent.resolve("gateway"));
        Path servers = Files.write(directory.resolve("mcp-servers.json"), Json.bytes(servers()));
        int port = ChildJvm.freePort();
        ChildJvm process = ChildJvm.start(
                directory,
                MehariApplication.class,
                List.of(
                        "--mehari.data.host=127.0.0.1",
                        "--mehari.data.port=" + port,
                        "--mehari.servers.file=" + servers,
                        "--mehari.dead-letters.directory=" + directory.resolve("dead-letters")));
        EchoGateway gateway = new EchoGateway(process, URI.create("http://127.0.0.1:" + port));
        try {
            process.awaitAnswer(gateway.uncached()).awaitAnswer(gateway.cached());
            return gateway;
        } catch (IOException | InterruptedException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private static ObjectNode servers() {
        ObjectNode servers = Json.object();
        for (String name : List.of("echo", "cached")) {
            ObjectNode server = servers.putObject(name);
            List<String> command = ChildJvm.command();
            server.put("command", command.get(0)).put("bulkhead", 256);
            command.stream().skip(1).forEach(server.withArray("args")::add);
            server.withArray("args").add(EchoServer.class.getName());
        }
        servers.withObject("/cached/tools/echo/cache").put("ttl", "1h");
        return Json.object().set("mcpServers", servers);
    }

    /** A call the stdio server answers each time. */
    HttpCall uncached() {
        return new HttpCall(base.resolve("/echo/echo"), BODY, EXPECTED);
    }

    /** A call the cache answers. */
    HttpCall cached() {
        return new HttpCall(base.resolve("/cached/echo"), BODY, EXPECTED);
    }

    /**
     * How many echo calls the stdio server of this name has run.
     *
     * @throws IllegalStateException if it does not say
     */
    long executions(String server) {
        String answer = new HttpCall(base.resolve("/" + server + "/count"), "{}", "").answer();
        if (!answer.matches("200 \"\\d+\"")) {
            throw new IllegalStateException("Server " + server + " did not count its calls: " + answer);
        }
        return Long.parseLong(answer.substring(5, answer.length() - 1));
    }

    /** The gateway's own process, without the servers'. */
    ChildJvm process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
