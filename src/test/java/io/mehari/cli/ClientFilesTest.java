package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.protocol.Json;
import io.mehari.support.LogsAgain;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code mehari connect} and {@code mehari import}, by what they print and write. */
@ExtendWith(LogsAgain.class)
class ClientFilesTest {
    private static final String URL = "http://127.0.0.1:8000/mcp";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("NO_COLOR", "1"));
    private String output = "";
    private Path file;

    @BeforeEach
    void place() {
        environment.put("HOME", folder.toString());
        file = folder.resolve("mcp.json");
    }

    private int run(String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        int code = new CommandLineInterface(environment).execute(writer, writer, arguments);
        output = text.toString();
        return code;
    }

    private int write(String client, String... more) {
        List<String> arguments = new ArrayList<>(List.of("connect", client, "--write", "--file", file.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void showsWhatToWriteAndWhere() {
        environment.put("MEHARI_API_KEY", "sesame");
        assertThat(run("connect", "cursor")).isZero();
        assertThat(output)
                .startsWith("Cursor reads " + folder.resolve(".cursor/mcp.json"))
                .contains(
                        "\"url\": \"" + URL + "\"",
                        "Bearer ${env:MEHARI_API_KEY}",
                        "MEHARI_API_KEY: set it where Cursor")
                .doesNotContain("sesame");
        assertThat(folder).isEmptyDirectory();
        assertThat(run("connect", "--list")).isZero();
        assertThat(output.lines()).hasSize(5).anyMatch(line -> line.contains("claude_desktop_config.json"));
    }

    @Test
    void writesItBesideWhatIsThereAndKeepsACopy() throws IOException {
        Files.writeString(file, "{\n  // mine\n  \"servers\": {\"a\": {\"command\": \"x\"}},\n}\n");
        assertThat(write("vscode", "--url", "https://gateway.example.com/mcp", "--name", "far"))
                .isZero();
        String written = Files.readString(file);
        assertThat(written)
                .contains("// mine", "\"a\": {\"command\": \"x\"}", "\"far\"", "${input:mehari_key}", "promptString");
        assertThat(output).contains("as it was: mcp.json.bak-", "asks for the key once");
        assertThat(write("vscode", "--url", "https://gateway.example.com/mcp", "--name", "far"))
                .isZero();
        assertThat(output).contains("has this entry already");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void writesNoKeyInClearUnlessToldTo() throws IOException {
        environment.put("MEHARI_API_KEY", "sesame");
        assertThat(write("inspector")).isEqualTo(1);
        assertThat(output)
                .contains("MCP Inspector can only take it from its file", "--api-key", "--stdio")
                .doesNotContain("sesame");
        assertThat(write("claude-desktop", "--url", URL)).isEqualTo(1);
        assertThat(file).doesNotExist();

        assertThat(write("claude-desktop"))
                .as("a gateway of its own needs none")
                .isZero();
        assertThat(Files.readString(file)).contains("\"stdio\"").doesNotContain("sesame", "MEHARI_API_KEY");
        assertThat(write("inspector", "--api-key", "open")).isZero();
        assertThat(Files.readString(file)).contains("Bearer open");
        assertThat(output).contains("in clear").doesNotContain("sesame", "Bearer open");
    }

    @Test
    void aProcessFindsItsServersWhereverItIsStarted() throws IOException {
        Path servers = Files.writeString(folder.resolve("servers.json"), "{\"mcpServers\": {}}");
        assertThat(write("claude-desktop", "--config", servers.toString())).isZero();
        List<String> args = new ArrayList<>();
        Json.read(Files.readString(file)).at("/mcpServers/mehari/args").forEach(arg -> args.add(arg.asText()));
        assertThat(args).containsSubsequence("stdio", "--config", servers.toString());
        assertThat(write("claude-code", "--stdio", "--url", URL)).isZero();
        assertThat(Json.read(Files.readString(file))
                        .at("/mcpServers/mehari/args")
                        .toString())
                .contains("\"stdio\",\"--url\",\"" + URL + "\"");
        assertThat(write("claude-desktop", "--config", "none.json")).isEqualTo(2);
    }

    @Test
    void whatCannotBeChangedIsLeftAsItIs() throws IOException {
        Files.writeString(file, "{\"mcpServers\": [1]}");
        assertThat(write("cursor")).isEqualTo(1);
        assertThat(output).contains("cannot be changed: mcpServers is no object", "Nothing was written", "--file");
        assertThat(file).hasContent("{\"mcpServers\": [1]}");
        assertThat(run("connect", "cursr")).isEqualTo(2);
        assertThat(output).contains("did you mean cursor?");
        assertThat(run("connect")).isEqualTo(2);
        assertThat(run("connect", "cursor", "--url", "no address")).isEqualTo(2);
    }

    @Test
    void takesServersOverAsTheCheckAcceptsThem() throws IOException {
        Path from = Files.writeString(folder.resolve("settings.json"), """
                { // of VS Code
                  "editor.tabSize": 2,
                  "mcp": {
                    "inputs": [{"type": "promptString", "id": "gh-token", "description": "GitHub token", "password": true}],
                    "servers": {
                      "gh": {"type": "http", "url": "https://api.example.com/mcp", "headers": {"Authorization": "Bearer ${input:gh-token}"}},
                      "time": {"command": "uvx", "args": ["mcp-server-time"], "env": {"TZ": "${env:MY_ZONE}"}},
                      "signed": {"type": "http", "url": "https://x.example/mcp", "oauth": {"clientId": "c"}},
                      "me": {"command": "/opt/mehari/bin/mehari", "args": ["stdio"]},
                    }
                  }
                }
                """);
        Path into = Files.writeString(
                folder.resolve("servers.json"),
                "{\n  // kept\n  \"mcpServers\": {\"time\": {\"command\": \"mine\"}}\n}\n");
        assertThat(run("import", from.toString(), "--into", into.toString(), "--dry-run"))
                .isZero();
        assertThat(Files.readString(into)).doesNotContain("gh");
        assertThat(run("import", from.toString(), "--into", into.toString())).isZero();
        assertThat(output)
                .contains("mcp.servers: 4 servers", "  gh\n", "  time-2 (time there: another server has that name)")
                .contains("signed: oauth: this version does not support signing in", "me: it is this gateway itself")
                .contains(
                        "GH_TOKEN: GitHub token",
                        "MY_ZONE\n",
                        "now has 3 servers, 2 of them new; as it was: servers.json.bak-");
        assertThat(Files.readString(into)).contains("// kept", "\"command\": \"mine\"", "Bearer ${GH_TOKEN}");
        assertThat(run("check", into.toString(), "--env", "GH_TOKEN=t", "--env", "MY_ZONE=z"))
                .isZero();
        assertThat(output).contains("is valid: 3 servers (time, gh, time-2)");
        assertThat(run("import", from.toString(), "--into", into.toString()))
                .as("nothing new")
                .isZero();
        assertThat(output).contains("gh: it is there already");
    }

    @Test
    void knowsTheFilesOfEachClient() throws IOException {
        Map<String, String> files = Map.of(
                "claude_desktop_config.json", "{\"globalShortcut\":\"\",\"mcpServers\":{\"a\":{\"command\":\"x\"}}}",
                ".claude.json",
                        "{\"mcpServers\":{\"a\":{\"type\":\"stdio\",\"command\":\"x\"}},\"projects\":{\"/p\":{\"mcpServers\":{\"q\":{}}}}}",
                ".mcp.json", "{\"mcpServers\":{\"a\":{\"type\":\"http\",\"url\":\"${BASE:-https://e.example}/mcp\"}}}",
                "mcp.json", "{\"inputs\":[],\"servers\":{\"a\":{\"type\":\"stdio\",\"command\":\"x\",}}}",
                "mcpo.json", "{\"mcpServers\":{\"a\":{\"type\":\"streamable-http\",\"url\":\"http://e.example/mcp\"}}}",
                "zed.json", "{\"context_servers\":{\"a\":{\"source\":\"custom\",\"command\":\"x\",\"args\":[]}}}");
        for (Map.Entry<String, String> each : files.entrySet()) {
            Path from = Files.writeString(folder.resolve(each.getKey()), each.getValue());
            Path into = folder.resolve("into-" + each.getKey());
            assertThat(run("import", from.toString(), "--into", into.toString()))
                    .as(each.getKey() + output)
                    .isZero();
            assertThat(run("check", into.toString())).as(output).isZero();
            assertThat(output).contains("1 server (a)");
        }
        assertThat(run("import", folder.resolve(".claude.json").toString(), "--dry-run"))
                .isZero();
        assertThat(output).contains("Servers of single projects", "  /p");
    }

    @Test
    void filesWithoutServersAreSaidToHaveNone() throws IOException {
        Path from = Files.writeString(folder.resolve("a.json"), "{\"a\": 1}");
        assertThat(run("import", from.toString(), "--into", file.toString())).isEqualTo(1);
        assertThat(output).contains("has no list of servers");
        Files.writeString(from, "{");
        assertThat(run("import", from.toString(), "--into", file.toString())).isEqualTo(1);
        assertThat(output).contains("is not JSON: line 1");
        assertThat(run("import", folder.resolve("none").toString())).isEqualTo(1);
        assertThat(output).contains("There is no file", "mehari connect --list");
        assertThat(file).doesNotExist();
    }
}
