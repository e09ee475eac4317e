package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.protocol.Json;
import io.mehari.routes.RouteFile;
import io.mehari.routes.RouteFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The text of the file that has the route {@code params.id}: files are called like the route in them. Safe for concurrent use. */
final class RouteSource implements Processor {
    private static final List<String> ENDS = List.of(".camel.yaml", ".kamelet.yaml", ".camel.xml");

    private final RouteFiles files;

    RouteSource(RouteFiles files) {
        this.files = files;
    }

    @Override
    public void process(Exchange exchange) {
        String id = exchange.getMessage().getBody(ObjectNode.class).path("id").asText("");
        List<String> folders = new ArrayList<>(RouteFiles.PER_GENERATION);
        folders.addAll(RouteFiles.FIXED);
        for (RouteFile file : files.read(folders)) {
            String name = file.name().substring(file.name().lastIndexOf('/') + 1);
            if (ENDS.stream().anyMatch(end -> name.equals(id + end))) {
                exchange.getMessage()
                        .setBody(Json.object()
                                .put("id", id)
                                .put("file", file.name())
                                .put("language", name.endsWith(".xml") ? "xml" : "yaml")
                                .put("source", new String(file.content(), StandardCharsets.UTF_8)));
                return;
            }
        }
        throw new CommandFailedException(
                CommandError.NOT_FOUND,
                "No route file is called \"" + id
                        + "\"; routes of servers are made of upstream/mcp-upstream.kamelet.yaml,"
                        + " whose id is mcp-upstream");
    }
}
