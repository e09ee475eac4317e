package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.LaunchOptions.Server;
import io.mehari.launch.Launch;
import io.mehari.protocol.Json;
import io.mehari.security.KeyHash;
import io.mehari.support.LogsAgain;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LogsAgain.class)
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private CommandLineInterface commandLine = new CommandLineInterface(Map.of());

    private int execute(String... arguments) {
        return commandLine.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Launch launch(String... arguments) {
        assertThat(execute(arguments)).as(err.toString()).isZero();
        return commandLine.launch().orElseThrow();
    }

    @Test
    void makesSettingsOfMcposFlags() {
        Launch launch = launch(
                "-c",
                "servers.json",
                "-p",
                "9000",
                "-h",
                "0.0.0.0",
                "-t",
                "cert.pem",
                "-K",
                "key.pem",
                "--path-prefix",
                "tools",
                "--strict-auth",
                "--strict-config",
                "--cors-allow-origins",
                "https://a.example",
                "--cors-allow-origins",
                "https://b.example",
                "--log-level",
                "warning");
        assertThat(launch.settings())
                .containsExactly(
                        "--mehari.servers.file=servers.json",
                        "--mehari.servers.strict=true",
                        "--mehari.data.port=9000",
                        "--mehari.data.host=0.0.0.0",
                        "--mehari.data.tls.certificate=cert.pem",
                        "--mehari.data.tls.key=key.pem",
                        "--mehari.data.path-prefix=tools",
                        "--mehari.security.strict=true",
                        "--mehari.security.allowed-origins=https://a.example,https://b.example",
                        "--logging.level.io.mehari=WARN",
                        "--logging.level.root=WARN");
    }

    @Test
    void handsSettingsOnAndLetsThemHoldOverFlags() {
        Launch launch = launch("--mehari.data.max-body=50MB", "-p", "9000", "--mehari.security.keys[0].name=a");
        assertThat(launch.settings())
                .containsExactly(
                        "--mehari.data.port=9000", "--mehari.data.max-body=50MB", "--mehari.security.keys[0].name=a");
    }

    @Test
    void keepsOnlyTheHashOfAKey() {
        Launch launch = launch("-k", "sesame");
        assertThat(launch.keyHash()).contains(KeyHash.of("sesame"));
        assertThat(launch.toString()).doesNotContain("sesame");
    }

    @Test
    void takesTheKeyFromTheEnvironmentUnlessOneIsGiven() {
        commandLine = new CommandLineInterface(Map.of("MEHARI_API_KEY", "from environment"));
        assertThat(launch().keyHash()).contains(KeyHash.of("from environment"));
        assertThat(launch("-k", "given").keyHash()).contains(KeyHash.of("given"));
    }

    @Test
    void takesWhatStandsAfterTheDashesForOneServer() {
        Server server = launch("-p", "9000", "--", "npx", "-y", "@x/server-memory", "--port", "7")
                .options()
                .server()
                .orElseThrow();
        assertThat(server.name()).isEqualTo("memory");
        assertThat(server.words()).containsExactly("npx", "-y", "@x/server-memory", "--port", "7");
    }

    @Test
    void takesTheServerOfTheGuide() {
        Server server = launch("--server-type", "stdio", "--command", "python", "--args", "server.py")
                .options()
                .server()
                .orElseThrow();
        assertThat(server.words()).containsExactly("python", "server.py");
    }

    @Test
    void takesAnAddressWithHeaders() {
        Server server = launch(
                        "--type",
                        "streamable_http",
                        "-H",
                        "{\"Authorization\": \"Bearer x\"}",
                        "-n",
                        "far",
                        "--",
                        "https://example.com/mcp")
                .options()
                .server()
                .orElseThrow();
        assertThat(server.type()).isEqualTo("streamable-http");
        assertThat(server.headers()).containsEntry("Authorization", "Bearer x");
        assertThat(server.toString()).doesNotContain("Bearer");
    }

    @Test
    void collectsVariables(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("env"), "A=1\nB=2\n");
        Launch launch = launch("--env-path", file.toString(), "-e", "B=3", "-e", "C=x=y");
        assertThat(launch.options().variables())
                .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "3", "C", "x=y"));
        assertThat(launch.toString()).doesNotContain("x=y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot 9000 | there is no option --prot; did you mean --port?",
                "--api-kye=x | there is no option --api-kye; did you mean --api-key?",
                "chek | there is no command chek; did you mean check?",
                "check --conect | there is no option --conect; did you mean --connect?",
                "--port many | Invalid value for option '--port': 'many' is not an int",
                "--version | the version of Mehari: mehari version",
                "--log-level loud | there is no log level loud",
                "--header {} | --header is for a single server",
                "--type websocket -- x | there is no server type websocket",
                "--header [] -- x | --header takes a JSON object of strings",
                "--config a.json -- node x | --config and a single server exclude each other",
                "--env novalue | --env takes NAME=VALUE",
                "--env-path /no/such/file | there is no file /no/such/file"
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("--help");
        assertThat(commandLine.launch()).isEmpty();
    }

    @Test
    void aRedisOfItsOwnIsASetting() {
        assertThat(launch("--with-redis").settings()).contains("--mehari.try-out.redis=true");
        assertThat(launch("--port", "1").settings()).noneMatch(setting -> setting.contains("try-out"));
    }

    @Test
    @DisplayName("S1.10: --hot-reload")
    void hotReloadIsSwitchedOnAndOff() {
        assertThat(launch("--port", "1").settings()).noneMatch(setting -> setting.contains("mehari.reload"));
        assertThat(launch("--hot-reload").settings()).contains("--mehari.reload.enabled=true");
        assertThat(launch("--no-hot-reload").settings()).contains("--mehari.reload.enabled=false");
        assertThat(launch("--hot-reload").warnings()).isEmpty();
    }

    @Test
    void whatDocumentsSayBecomesSettings() {
        assertThat(launch("--port", "1").settings()).noneMatch(setting -> setting.contains("mehari.rest."));
        Launch launch = launch("-d", "Tools of the team", "-v", "2.1", "-n", "Team", "--root-path", "/tools");
        assertThat(launch.settings())
                .contains(
                        "--mehari.rest.description=Tools of the team",
                        "--mehari.rest.version=2.1",
                        "--mehari.rest.title=Team",
                        "--mehari.rest.root-path=/tools");
        assertThat(launch.warnings()).isEmpty();
    }

    @Test
    void helpHasEveryOptionAndExamples() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString())
                .contains("-h, --host=ADDRESS")
                .contains("mehari -- uvx mcp-server-time")
                .contains("${NAME}")
                .doesNotContain("null");
        assertThat(commandLine.launch()).isEmpty();
    }

    @Test
    void initWritesWhatTheGatewayReadsAndOverwritesNothing(@TempDir Path folder) throws IOException {
        Path target = folder.resolve("gateway");
        assertThat(execute("init", target.toString())).isZero();
        assertThat(target.resolve("config/application.yaml"))
                .hasSameTextualContentAs(Path.of("config/application.yaml"));
        assertThat(target.resolve("routes/README.md")).hasSameTextualContentAs(Path.of("routes/README.md"));
        assertThat(target.resolve("routes/pipeline/tool-call.camel.yaml")).exists();
        assertThat(out.toString()).contains("cd " + target);
        Files.writeString(target.resolve("config/application.yaml"), "mine");
        assertThat(execute("init", target.toString())).isEqualTo(1);
        assertThat(target.resolve("config/application.yaml")).hasContent("mine");
    }

    @Test
    void checkSaysWhatIsWrong() {
        assertThat(execute("check", "src/test/resources/configurations/broken-keys.json"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("The configuration has 13 problems:")
                .contains(
                        "broken-keys.json, line 4, column 7: $.mcpServers.files.comand: unknown key; did you mean command?");
    }

    @Test
    void checkSaysThatAllIsRight() {
        assertThat(execute("check", "src/test/resources/configurations/windows-bom.json"))
                .isZero();
        assertThat(out.toString()).contains("is valid: 1 server (time)");
    }

    @Test
    void checkTriesServers(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("servers.json"), "{\"mcpServers\": {\"gone\": {\"command\": \"no-such-program\"}}}");
        assertThat(execute("check", file.toString(), "--connect")).isEqualTo(1);
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("SERVER TRANSPORT MCP VERSION TOOLS JOINED IN ROUND TRIP PROBLEM")
                .anyMatch(line ->
                        line.startsWith("gone stdio - - - - ") && line.contains("no-such-program was not found"));
    }

    @Test
    void checkMeasuresHowServersAnswer(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("servers.json"),
                Json.text(Json.object()
                        .<ObjectNode>set("mcpServers", Json.object().<ObjectNode>set("good", server()))));
        assertThat(execute("check", file.toString(), "--connect", "--timeout", "60"))
                .as(out + "" + err)
                .isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .anyMatch(line -> line.matches("good stdio 2025-03-26 1 \\d+ ms \\d+ ms none"))
                .anyMatch(line -> line.startsWith("The server answers."));
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    private static ObjectNode server() {
        ObjectNode server = Json.object()
                .put(
                        "command",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List.of("-cp", System.getProperty("java.class.path"), FaultyServer.class.getName(), "tools", "plain")
                .forEach(server.putArray("args")::add);
        return server;
    }

    @Test
    void checkNamesAFileThatIsNotThere() {
        assertThat(execute("check", "nowhere.json")).isEqualTo(1);
        assertThat(out.toString()).contains("There is no file nowhere.json");
    }

    @ParameterizedTest
    @CsvSource({
        "uvx mcp-server-time --local-timezone=UTC, time",
        "npx -y @modelcontextprotocol/server-filesystem /data, filesystem",
        "npx -y tavily-mcp@0.1.2, tavily",
        "python server.py, server",
        "docker run -i --rm ghcr.io/github/github-mcp-server:latest, github",
        "https://tools.example.com/mcp, tools",
        "http://127.0.0.1:8001/sse, server",
        "/usr/local/bin/weather, weather"
    })
    void derivesTheNameOfAServer(String command, String name) {
        assertThat(SingleServerName.of(List.of(command.split(" ")))).isEqualTo(name);
    }
}
