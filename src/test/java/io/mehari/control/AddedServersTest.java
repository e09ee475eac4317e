package io.mehari.control;

import static io.mehari.control.AddedServersFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("S0.7: servers added and removed by requests")
class AddedServersTest {
    private static final String PUBLIC = "{'url': 'https://public.example.com/mcp', 'headers': {'Authorization': 'x'}}";

    @TempDir
    Path directory;

    private AddedServersFixture fixture;

    @BeforeEach
    void start() {
        fixture = new AddedServersFixture(directory);
    }

    private List<String> names() {
        return fixture.configured.all().stream().map(UpstreamSettings::name).toList();
    }

    @Test
    void oneThatIsAddedIsThereAfterARestartAndGoneWhenItIsRemoved() throws Exception {
        fixture.added.add("extra", entry(PUBLIC), "ops").join();
        assertThat(names()).containsExactly("extra");
        assertThat(fixture.added.isAdded("extra")).isTrue();
        assertThat(fixture.merges).isEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.file)))
                .isEqualTo("rw-------");
        AddedServersFixture restarted = new AddedServersFixture(directory);
        assertThat(restarted.configured.all()).isEqualTo(fixture.configured.all());
        restarted.added.remove("extra", "ops").join();
        assertThat(restarted.configured.all()).isEmpty();
        assertThat(new AddedServersFixture(directory).configured.all()).isEmpty();
    }

    @Test
    void theFileOfServersGoesBeforeWhatWasAdded() {
        fixture.added.add("extra", entry(PUBLIC), "ops").join();
        UpstreamSettings inFile = Tools.settings("extra");
        fixture.configured.withFile(List.of(inFile, Tools.settings("files")));
        assertThat(fixture.configured.all()).containsExactly(inFile, Tools.settings("files"));
        assertThat(fixture.added.isAdded("extra")).isFalse();
        fixture.configured.withFile(List.of());
        assertThat(names()).containsExactly("extra");
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        fixture.configured.withFile(List.of(Tools.settings("files")));
        fixture.upstreams.add(new FakeUpstream("running"));
        for (String name : List.of("files", "running")) {
            assertThatThrownBy(
                            () -> fixture.added.add(name, entry(PUBLIC), "ops").join())
                    .hasCauseInstanceOf(ServerExistsException.class);
            assertThatThrownBy(() -> fixture.added.remove(name, "ops").join())
                    .hasCauseInstanceOf(RefusedControlException.class)
                    .hasMessageContaining("is in the file of servers");
        }
        assertThatThrownBy(() -> fixture.added.remove("none", "ops").join())
                .hasCauseInstanceOf(UnknownServerException.class);
        assertThat(fixture.file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "x | {'command': 'sh', 'args': ['-c', 'id']} | cannot be set by a request",
                "x | {'url': 'https://public.example.com/', 'command': 'sh'} | cannot be set by a request",
                "x | {'url': 'https://public.example.com/', 'env': {'A': 'b'}} | cannot be set by a request",
                "x | {'url': 'https://public.example.com/', 'tls': {'ca': '/etc/passwd'}} | cannot be set by a request",
                "x | {'url': 'https://public.example.com/', 'proxy': 'http://10.0.0.1'} | cannot be set by a request",
                "x | {'url': 'https://public.example.com/', 'replicas': [{'command': 'sh'}]} | cannot be set by a request",
                "x | {'url': 'https://public.example.com/', 'headers': {'A': '${SECRET}'}} | variables are known in files",
                "x | {'url': 'https://public.example.com/${SECRET}'} | variables are known in files",
                "x | {'url': 'https://public.example.com/', 'headers': {'${SECRET}': 'a'}} | variables are known in files",
                "x | {} | only servers behind a URL",
                "x | {'url': 7} | only servers behind a URL",
                "x | {'url': 'file:///etc/passwd'} | expected an address",
                "x | {'url': 'https://user:pw@public.example.com/'} | must not contain a password",
                "x | {'url': 'https://public.example.com/', 'bulkhead': 'many'} | $.bulkhead",
                "x | {'url': 'http://127.0.0.1:9000/'} | leads to this machine",
                "x | {'url': 'http://[::1]/'} | leads to this machine",
                "x | {'url': 'http://2130706433/'} | leads to this machine",
                "x | {'url': 'http://169.254.169.254/latest/meta-data'} | the local link, where clouds keep credentials",
                "x | {'url': 'http://inside.example.com/'} | leads to a private network",
                "x | {'url': 'http://both.example.com/'} | leads to a private network",
                "x | {'url': 'http://gone.example.com/'} | cannot be resolved",
                "a b | {'url': 'https://public.example.com/'} | use up to 48",
                "a__b | {'url': 'https://public.example.com/'} | use up to 48",
                "camel | {'url': 'https://public.example.com/'} | camel"
            })
    void whatRequestsMustNotSayIsRefusedAndChangesNothing(String name, String entry, String why) {
        assertThatThrownBy(() -> fixture.added.add(name, entry(entry), "ops").join())
                .hasCauseInstanceOf(InvalidServerException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("s3cr3t");
        assertThat(fixture.file).doesNotExist();
        assertThat(fixture.merges).isZero();
    }

    @Test
    void hostsThatAreAllowedMayBeInside() {
        AddedServersFixture open = new AddedServersFixture(directory, "*.Example.com", "127.0.0.1");
        open.added
                .add("one", entry("{'url': 'http://inside.example.com/'}"), "ops")
                .join();
        open.added.add("two", entry("{'url': 'http://127.0.0.1:9/'}"), "ops").join();
        assertThat(open.configured.all()).hasSize(2);
        assertThatThrownBy(() -> open.added
                        .add("three", entry("{'url': 'http://127.0.0.2/'}"), "ops")
                        .join())
                .hasCauseInstanceOf(InvalidServerException.class);
    }

    @Test
    void whatTheServersDoNotTakeIsTakenBack() {
        fixture.merge = CompletableFuture.failedFuture(new IllegalStateException("no routes"));
        assertThatThrownBy(
                        () -> fixture.added.add("extra", entry(PUBLIC), "ops").join())
                .hasCauseInstanceOf(RefusedControlException.class)
                .hasMessageContaining("no routes");
        assertThat(names()).isEmpty();
        assertThat(new AddedServersFixture(directory).configured.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'{'", "'[]'", "'{\"mcpServers\": []}'"})
    void aFileThatCannotBeReadAddsNothingAndIsNotOverwritten(String content) throws Exception {
        Files.createDirectories(fixture.file.getParent());
        Files.writeString(fixture.file, content);
        AddedServersFixture restarted = new AddedServersFixture(directory);
        assertThat(restarted.configured.all()).isEmpty();
        assertThat(restarted.added.problem()).isPresent();
        assertThatThrownBy(
                        () -> restarted.added.add("extra", entry(PUBLIC), "ops").join())
                .hasCauseInstanceOf(RefusedControlException.class)
                .hasMessageContaining("cannot be read");
        assertThat(restarted.file).hasContent(content);
    }
}
