package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A server behind a host name, which goes and comes back while the server works on. */
final class NamedScene implements Scene {
    private final NameServer names;
    private final String name;
    private final HttpScene server;

    /**
     * A server whose name exists.
     *
     * @param name of no other scene
     */
    NamedScene(Transport transport, NameServer names, String name) throws IOException {
        this.names = names;
        this.name = name;
        this.server = new HttpScene(
                transport,
                null,
                scene -> {
                    names.remove(name);
                    leaveNone(scene.proxy());
                },
                scene -> names.add(name));
        names.add(name);
    }

    /** On a connection nobody would ask for the name; and one who has asked before may still be about to connect. */
    private static void leaveNone(TcpProxy proxy) {
        proxy.drop();
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    boolean none = proxy.connections() == 0;
                    if (!none) {
                        proxy.drop();
                    }
                    return none;
                });
    }

    @Override
    public ObjectNode entry() {
        ObjectNode entry = server.entry();
        return entry.put("url", entry.path("url").asText().replace("127.0.0.1", name));
    }

    @Override
    public void begin(Gateway gateway, String calledAs) throws Exception {
        server.begin(gateway, calledAs);
    }

    @Override
    public void lift() throws Exception {
        server.lift();
    }

    @Override
    public List<String> ran() {
        return server.ran();
    }

    @Override
    public void close() throws IOException {
        names.remove(name);
        server.close();
    }
}
