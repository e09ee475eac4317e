package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.reload.live.RefusedChangeException;
import io.mehari.upstream.UpstreamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;
import org.springframework.mock.env.MockEnvironment;

/** What a changed list of servers asks for, and when it is refused. */
class ServersFileTest {
    private static final String ONE = "{\"mcpServers\": {\"one\": {\"command\": \"a\"}}}";

    @TempDir
    Path directory;

    private final McpServersFile reader =
            McpServersFile.of(Duration.ofMinutes(5), ServersSettings.of(new MockEnvironment()), Map.of());
    private Path path;
    private Map<String, UpstreamSettings> present;
    private ServersFile file;

    @BeforeEach
    void startWithOne() throws Exception {
        path = directory.resolve("mcp-servers.json");
        write(ONE);
        present = reader.read(new FileSystemResource(path)).stream()
                .collect(Collectors.toMap(UpstreamSettings::name, Function.identity()));
        file = new ServersFile(path, reader, false);
    }

    @Test
    void theFileThatWasReadAtTheStartChangesNothing() throws Exception {
        assertThat(file.look(present)).isEmpty();
        write(ONE + " ");
        assertThat(file.look(present).orElseThrow().servers()).containsExactlyElementsOf(present.values());
        assertThat(file.look(present)).as("equal content").isEmpty();
    }

    @Test
    void aChangeBetweenTheStartAndTheFirstLookIsSeen() throws Exception {
        write(ONE.replace("\"a\"", "\"b\""));
        assertThat(file.look(present)).isPresent();
    }

    @Test
    void serversComeChangeAndGo() throws Exception {
        file.look(present);
        write("{\"mcpServers\": {\"two\": {\"command\": \"b\"}}}");
        assertThat(file.look(present).orElseThrow().servers())
                .extracting(UpstreamSettings::name)
                .containsExactly("two");
    }

    @Test
    void aWrongEntryKeepsTheServerThatRunsAndANewOneIsMisconfigured() throws Exception {
        file.look(present);
        write("{\"mcpServers\": {\"one\": {\"comand\": \"b\"}, \"new\": {\"comand\": \"b\"}}}");
        WantedServers wanted = file.look(present).orElseThrow();
        assertThat(wanted.servers()).contains(present.get("one"));
        assertThat(wanted.kept()).containsOnlyKeys("one").hasValueSatisfying(said("did you mean command?"));
        assertThat(wanted.servers())
                .filteredOn(server -> server.problem().isPresent())
                .extracting(UpstreamSettings::name)
                .containsExactly("new");
    }

    @Test
    void whatIsWrongElsewhereRefusesTheFileOnce() throws Exception {
        file.look(present);
        write("{\"mcpServers\": {\"one\": {\"command\": \"b\"}}, \"more\": 1}");
        refused("mcp-servers.json", "$.more", "unknown key");
        assertThat(file.look(present)).isEmpty();
        write(ONE.substring(0, 20));
        refused("line 1", "not JSON");
        write("\u0000\uD83D\uDE00");
        refused("not JSON");
        write("x".repeat(6 << 20));
        refused("over 4 MB");
    }

    @Test
    void aStrictGatewayRefusesAWrongEntryToo() throws Exception {
        file = new ServersFile(path, reader, true);
        file.look(present);
        write("{\"mcpServers\": {\"one\": {\"comand\": \"b\"}}}");
        refused("$.mcpServers.one.comand");
    }

    @Test
    void aFileThatIsGoneRemovesNoServer() throws Exception {
        file.look(present);
        Files.delete(path);
        refused("it is gone", "{\"mcpServers\": {}}");
        assertThat(file.look(present)).isEmpty();
        write(ONE);
        assertThat(file.look(present).orElseThrow().servers()).containsExactlyElementsOf(present.values());
    }

    @Test
    void aFileThatWasNeverThereIsNoChange() throws Exception {
        file = new ServersFile(directory.resolve("other.json"), reader, false);
        assertThat(file.look(Map.of())).isEmpty();
        assertThat(file.look(Map.of())).isEmpty();
    }

    @Test
    void whatCannotBeReadIsRefusedOnce() throws Exception {
        file.look(present);
        Files.delete(path);
        Files.createDirectory(path);
        refused("cannot be read");
        assertThat(file.look(present)).isEmpty();
    }

    @Test
    void whatIsToBeForgottenIsAChangeAgain() throws Exception {
        file.look(present);
        file.forget();
        assertThat(file.look(present)).isPresent();
    }

    private void refused(String... said) {
        assertThatThrownBy(() -> file.look(present))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageContainingAll(said);
    }

    private static org.assertj.core.api.Condition<String> said(String text) {
        return new org.assertj.core.api.Condition<>(reason -> reason.contains(text), text);
    }

    private void write(String content) {
        try {
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
