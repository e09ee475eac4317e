package io.mehari.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.NpmPackages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * What the servers work on: a directory of files and a memory file. Every run gets them anew, of the same content
 * and at the same place, so that answers need not be adapted before they are compared.
 */
final class InteropWorkspace {
    private static final FileTime MODIFIED = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private final Path root;
    private final Map<String, ListeningServer> listening;

    /**
     * A workspace that is still empty.
     *
     * @param root holds it; exists
     * @param listening the servers that are reached by a URL, by name
     */
    InteropWorkspace(Path root, Map<String, ListeningServer> listening) {
        this.root = root;
        this.listening = listening;
    }

    /** The directory the filesystem server may use. */
    Path files() {
        return root.resolve("files");
    }

    /** Content of {@code mcp-servers.json}: all servers; those over stdio started by Node from their scripts. */
    String servers() {
        return servers(InteropServer.ALL);
    }

    /**
     * Content of {@code mcp-servers.json}.
     *
     * @param wanted servers, filesystem and memory among them
     */
    String servers(List<InteropServer> wanted) {
        ObjectNode servers = Json.object();
        for (InteropServer server : wanted) {
            if (server.hasUrl()) {
                withUrl(servers, server).put("type", server.transport());
            } else {
                withCommand(servers, server);
            }
        }
        servers.withArray("/filesystem/args").add(files().toString());
        servers.withObject("/memory/env")
                .put("MEMORY_FILE_PATH", root.resolve("memory.jsonl").toString());
        return Json.text(Json.object().set("mcpServers", servers));
    }

    /** Content of {@code mcp-servers.json}: the servers that have a URL, and nothing else said of them. */
    String urlsAlone() {
        ObjectNode servers = Json.object();
        InteropServer.ALL.stream().filter(InteropServer::hasUrl).forEach(server -> withUrl(servers, server));
        return Json.text(Json.object().set("mcpServers", servers));
    }

    private ObjectNode withUrl(ObjectNode servers, InteropServer server) {
        return servers.putObject(server.name())
                .put("url", listening.get(server.name()).url());
    }

    private static void withCommand(ObjectNode servers, InteropServer server) {
        List<String> command = server.command();
        ArrayNode arguments = servers.putObject(server.name())
                .put("command", command.get(0))
                .put("inheritEnv", true) // as the direct client does
                .putArray("args");
        command.stream().skip(1).forEach(arguments::add);
    }

    /** Puts everything back to how the first run found it. */
    void reset() throws IOException {
        Files.deleteIfExists(root.resolve("memory.jsonl"));
        FileSystemUtils.deleteRecursively(files());
        Files.createDirectories(files().resolve("nested/deep"));
        Files.writeString(root.resolve("outside.txt"), "not for the server\n");
        text("hello.txt", "hello");
        text("駱駝 🐪.txt", "Grüße, 駱駝\n");
        text("empty.txt", "");
        text("numbers.json", "{\"exact\": 1.50, \"large\": 123456789012345678901234567890}\n");
        text("lines.txt", "line 1\nline 2\nline 3\nline 4\n");
        text("big.txt", "a line of the big file\n".repeat(20_000));
        text("nested/deep/inner.txt", "inner\n");
        bytes("pixel.png", Base64.getDecoder().decode(PIXEL));
        bytes("sound.wav", "RIFF\0\0\0\0WAVE".getBytes(StandardCharsets.ISO_8859_1));
        for (String directory : List.of("nested/deep", "nested", "")) {
            Files.setLastModifiedTime(files().resolve(directory), MODIFIED);
        }
    }

    private void text(String name, String content) throws IOException {
        bytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(String name, byte[] content) throws IOException {
        Files.setLastModifiedTime(Files.write(files().resolve(name), content), MODIFIED);
    }

    /** The calls to make, in order: those of a program on every transport it is reached by. */
    List<InteropCall> calls() throws IOException {
        return calls(InteropServer.ALL);
    }

    /** The calls to make of these servers, in order. */
    List<InteropCall> calls(List<InteropServer> wanted) throws IOException {
        String text =
                Files.readString(NpmPackages.DIRECTORY.resolve("calls.json")).replace("${files}", files().toString());
        JsonNode calls = Json.read(text);
        return wanted.stream()
                .flatMap(server -> calls(server.name(), calls.path(server.program())))
                .toList();
    }

    private static Stream<InteropCall> calls(String server, JsonNode entries) {
        return IntStream.range(0, entries.size()).mapToObj(i -> InteropCall.of(server, i, entries.get(i)));
    }
}
