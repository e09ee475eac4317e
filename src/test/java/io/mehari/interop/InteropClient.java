package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.NpmPackages;
import io.mehari.support.PythonPackages;
import io.mehari.support.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The clients that packages bring, each with a program that lists tools, calls them and prints what it was given. */
enum InteropClient {
    TYPESCRIPT_1("direct.mjs", "legacy"),
    TYPESCRIPT_2("client2.mjs", "legacy", "2026-07-28"),
    PYTHON("python/client.py", "legacy", "2026-07-28"),
    JAVA("", "legacy"),
    INSPECTOR("inspector/inspector.mjs", "legacy", "2026-07-28");

    private static final String SERVER = "gateway";
    private static final long LIMIT_MINUTES = 10;

    private final String script;
    private final List<String> eras;

    InteropClient(String script, String... eras) {
        this.script = script;
        this.eras = List.of(eras);
    }

    /** The eras that it speaks: {@code legacy}, or the version. */
    List<String> eras() {
        return eras;
    }

    /** Whether each call has a session of its own, so that none depends on the one before it. */
    boolean isOfOneCall() {
        return this == INSPECTOR;
    }

    /**
     * Lists the tools of a server and calls them one after the other.
     *
     * @param directory for the files handed to the program and what it prints
     * @param server entry of {@code mcp-servers.json}
     * @param calls objects with {@code tool} and {@code arguments}
     * @return object with {@code tools}, and {@code calls} with {@code result} or {@code error}
     */
    JsonNode run(Path directory, ObjectNode server, ArrayNode calls, String era)
            throws IOException, InterruptedException {
        if (this == JAVA) {
            try (JavaSdkClient client = new JavaSdkClient(server)) {
                return client.run(calls);
            }
        }
        Path output = directory.resolve("client-answers.json");
        Path errors = directory.resolve("client-errors.txt");
        Process client = new ProcessBuilder(
                        program(),
                        NpmPackages.DIRECTORY.resolve(script).toString(),
                        file(directory, "client-servers.json", "mcpServers", server),
                        file(directory, "client-calls.json", "", calls),
                        era)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(client.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as("the client ends by itself")
                    .isTrue();
        } finally {
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
        }
        assertThat(client.exitValue()).as(Files.readString(errors)).isZero();
        return Json.read(Files.readAllBytes(output)).path(SERVER);
    }

    private String program() {
        return (this == PYTHON ? PythonPackages.program("python") : Requirement.NODE.path()).toString();
    }

    private static String file(Path directory, String name, String field, JsonNode value) throws IOException {
        ObjectNode content = Json.object().set(SERVER, value);
        ObjectNode whole = field.isEmpty() ? content : Json.object().set(field, content);
        return Files.write(directory.resolve(name), Json.bytes(whole)).toString();
    }
}
