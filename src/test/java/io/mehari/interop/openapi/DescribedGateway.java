package io.mehari.interop.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.NpmPackages;
import io.mehari.support.PythonPackages;
import io.mehari.support.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway before real servers and one whose schemas are hard to describe, and the documents in which it describes them. */
final class DescribedGateway implements AutoCloseable {
    /** Servers that are processes of Node, of Python, and of this project. */
    static final List<String> SERVERS =
            List.of("awkward", "everything", "filesystem", "git", "memory", "sequential-thinking", "time");

    private final Path directory;
    private final GatewayUnderTest gateway;

    private DescribedGateway(Path directory, GatewayUnderTest gateway) {
        this.directory = directory;
        this.gateway = gateway;
    }

    /**
     * Starts it and waits for its servers.
     *
     * @param directory for its files, and what its servers work on
     * @param settings keys that differ from the defaults
     */
    static DescribedGateway start(Path directory, Map<String, String> settings) throws IOException {
        Files.createDirectories(directory.resolve("files"));
        Files.writeString(directory.resolve("files/hello.txt"), "hello\n");
        GatewayUnderTest gateway = GatewayUnderTest.start(directory, servers(directory), settings);
        return new DescribedGateway(directory, gateway.awaitTools(SERVERS));
    }

    private static String servers(Path directory) {
        ObjectNode servers = Json.object();
        script(servers, "awkward", NpmPackages.DIRECTORY.resolve("awkward.mjs"));
        for (String name : NpmPackages.SERVERS) {
            script(servers, name, NpmPackages.server(name));
        }
        // What would reach for other machines, or wait for minutes because it was told to.
        servers.withObject("/everything").putArray("disabledTools").add("gzip-file-as-resource");
        servers.withObject("/everything").putObject("timeout").put("attempt", "3s");
        servers.withObject("/everything/tools/trigger-long-running-operation/timeout")
                .put("attempt", "300ms");
        servers.withArray("/filesystem/args").add(directory.resolve("files").toString());
        servers.withObject("/memory/env")
                .put("MEMORY_FILE_PATH", directory.resolve("memory.jsonl").toString());
        for (String name : List.of("git", "time")) {
            servers.putObject(name)
                    .put("command", PythonPackages.program("mcp-server-" + name).toString());
        }
        return Json.text(Json.object().set("mcpServers", servers));
    }

    private static void script(ObjectNode servers, String name, Path script) {
        servers.putObject(name)
                .put("command", Requirement.NODE.path().toString())
                .put("inheritEnv", true)
                .putArray("args")
                .add(script.toString());
    }

    /** The paths of all documents, without a query. */
    static List<String> paths() {
        List<String> paths = new ArrayList<>(List.of("/openapi.json", "/api/v1/openapi.json", "/camel/openapi.json"));
        SERVERS.forEach(server -> paths.add("/" + server + "/openapi.json"));
        return paths;
    }

    URI base() {
        return gateway.base();
    }

    /** A document. */
    JsonNode document(String path) {
        try {
            return Json.read(text(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " is no JSON", e);
        }
    }

    private String text(String path) {
        HttpResponse<String> response = gateway.get(path);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    "GET " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** A document in a file whose name tells which one it is. */
    Path file(String path) throws IOException {
        Path file = directory.resolve(path.substring(1).replaceAll("[^A-Za-z0-9.]+", "_") + ".json");
        return Files.writeString(file, text(path));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
