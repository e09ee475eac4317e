package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

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
                    scene.proxy().drop(); // or nobody would ask for the name
                },
                scene -> names.add(name));
        names.add(name);
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
