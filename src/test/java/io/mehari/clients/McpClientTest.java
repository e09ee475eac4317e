package io.mehari.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.clients.ClientEntry.Key;
import io.mehari.clients.Surroundings.System;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms that the documentation of each client has. */
class McpClientTest {
    private static final String URL = "http://127.0.0.1:8000/mcp";
    private static final Key NEEDED = new Key(true, Optional.empty());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            claude-desktop | LINUX   | /home/me/.config/Claude/claude_desktop_config.json
            claude-desktop | MACOS   | /home/me/Library/Application Support/Claude/claude_desktop_config.json
            claude-desktop | WINDOWS | /roaming/Claude/claude_desktop_config.json
            claude-code    | LINUX   | /project/.mcp.json
            vscode         | LINUX   | /home/me/.config/Code/User/mcp.json
            vscode         | MACOS   | /home/me/Library/Application Support/Code/User/mcp.json
            vscode         | WINDOWS | /roaming/Code/User/mcp.json
            cursor         | WINDOWS | /home/me/.cursor/mcp.json
            inspector      | LINUX   | /home/me/.mcp-inspector/mcp.json
            """)
    void filesAreWhereTheClientsLookForThem(String client, System system, String file) {
        Surroundings at =
                new Surroundings(system, Path.of("/home/me"), Path.of("/project"), Map.of("APPDATA", "/roaming"));
        assertThat(McpClient.of(client).orElseThrow().file(at)).isEqualTo(Path.of(file));
    }

    @Test
    void foldersThatTheUserHasMovedAreFollowed() {
        Surroundings at = new Surroundings(
                System.LINUX, Path.of("/home/me"), Path.of("/project"), Map.of("XDG_CONFIG_HOME", "/elsewhere"));
        assertThat(McpClient.VSCODE.file(at)).isEqualTo(Path.of("/elsewhere/Code/User/mcp.json"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            claude-code | {"mcpServers":{"m":{"type":"http","url":"%s","headers":{"Authorization":"Bearer ${MEHARI_API_KEY}"}}}}
            cursor      | {"mcpServers":{"m":{"url":"%s","headers":{"Authorization":"Bearer ${env:MEHARI_API_KEY}"}}}}
            vscode      | {"servers":{"m":{"type":"http","url":"%s","headers":{"Authorization":"Bearer ${input:mehari_key}"}}},"inputs":[{"type":"promptString","id":"mehari_key","description":"API key of Mehari","password":true}]}
            """)
    void keysStandInNoFileOfAClientThatCanGetThemOtherwise(String client, String file) throws IOException {
        ClientEntry entry = ClientEntry.ofAddress(McpClient.of(client).orElseThrow(), "m", URL, NEEDED);
        assertThat(Json.read(entry.alone())).isEqualTo(Json.read(file.formatted(URL)));
        assertThat(entry.inClear()).isFalse();
    }

    @Test
    void keysThatAreMeantToStandInTheFileDo() throws IOException {
        Key key = new Key(true, Optional.of("sesame"));
        for (McpClient client : McpClient.values()) {
            if (client.knowsAddresses()) {
                ClientEntry entry = ClientEntry.ofAddress(client, "m", URL, key);
                assertThat(entry.alone()).contains("Bearer sesame").doesNotContain("${", "inputs");
                assertThat(entry.inClear()).isTrue();
                assertThat(entry.toString()).doesNotContain("sesame");
            }
            JsonNode process = Json.read(ClientEntry.ofProcess(client, "m", List.of("c"), Map.of(), key)
                    .alone());
            assertThat(process.at("/" + client.list() + "/m/env/MEHARI_API_KEY").asText())
                    .isEqualTo("sesame");
        }
    }

    @Test
    void processesAreNamedAsEachClientHasThem() throws IOException {
        for (McpClient client : McpClient.values()) {
            JsonNode entry = Json.read(ClientEntry.ofProcess(
                                    client, "m", List.of("/bin/mehari", "stdio"), Map.of("JAVA_HOME", "/jdk"), Key.NONE)
                            .alone())
                    .at("/" + client.list() + "/m");
            assertThat(entry.path("command").asText()).isEqualTo("/bin/mehari");
            assertThat(entry.path("args").get(0).asText()).isEqualTo("stdio");
            assertThat(entry.at("/env/JAVA_HOME").asText()).isEqualTo("/jdk");
            assertThat(entry.at("/env/MEHARI_API_KEY").isMissingNode()).isTrue();
        }
    }

    @Test
    void theQuestionOfVsCodeIsAskedOnceWhateverIsThere() {
        ClientEntry entry = ClientEntry.ofAddress(McpClient.VSCODE, "m", URL, NEEDED);
        String once = entry.in("{\n  // mine\n  \"inputs\": [{\"id\": \"other\"}],\n}\n");
        assertThat(once).contains("// mine");
        assertThat(entry.in(once)).isEqualTo(once);
        assertThat(JsonText.read(once).path("inputs").findValuesAsText("id")).containsExactly("other", "mehari_key");
    }
}
