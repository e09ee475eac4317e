package io.mehari.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** Names of files lead into two folders, and nowhere else. */
class PlacesTest {
    @TempDir
    Path directory;

    private Places places;

    @BeforeEach
    void make() throws IOException {
        places = places(directory.resolve("config/mcp-servers.json"));
        Files.createDirectories(directory.resolve("routes/tools"));
        Files.createDirectories(directory.resolve("config"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes/tools/x.camel.yaml",
                "routes/new-folder/x.yaml",
                "config/application.yaml",
                "config/mcp-servers.json",
                "routes/tools/x.xml"
            })
    void theseMayBeWritten(String name) {
        assertThat(places.problemOfWriting(name)).isEmpty();
        assertThat(places.path(name)).startsWithRaw(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "config/../../etc/passwd.yaml",
                "routes/../config/x.yaml",
                "routes/tools/../../x.yaml",
                "routes/tools/..yaml",
                "config/..x.yaml",
                "config/sub/x.yaml",
                "routes/x.yaml",
                "routes/a/b/c.yaml",
                "config/key.pem",
                "config/run.sh",
                "data/history/versions/1.json",
                "config/keys.yaml",
                "config/x.yaml\n",
                "config/x\u0000.yaml",
                "config\\x.yaml",
                "routes/tools/.hidden.yaml",
                "servers/x.json"
            })
    void theseMayNot(String name) {
        assertThat(places.problemOfWriting(name)).isPresent();
    }

    @Test
    void aLinkIsNotWrittenThrough() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("x.yaml"), "theirs");
        Files.createSymbolicLink(directory.resolve("config/linked.yaml"), outside.resolve("x.yaml"));
        Files.createSymbolicLink(directory.resolve("routes/linked"), outside);

        assertThat(places.problemOfWriting("config/linked.yaml").orElseThrow()).contains("link");
        assertThat(places.problemOfWriting("routes/linked/x.yaml").orElseThrow())
                .contains("leads out");
    }

    @Test
    void aListOfServersElsewhereIsKeptAndNotWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("claude.json"), "{}");
        Places elsewhere = places(file);

        assertThat(elsewhere.serversName()).isEqualTo("servers/claude.json");
        assertThat(FilesOnDisk.in(elsewhere).set().files()).containsKey("servers/claude.json");
        assertThat(elsewhere.problemOfWriting("servers/claude.json")).isPresent();
    }

    @Test
    void keysAndCertificatesAreNotKept() throws IOException {
        for (String name : new String[] {"keys.yaml", "tls.pem", "application.yaml", "README.md", "x.yaml~"}) {
            Files.writeString(directory.resolve("config").resolve(name), "x");
        }

        assertThat(FilesOnDisk.in(places).set().files()).containsOnlyKeys("config/application.yaml", "keys/keys.yaml");
    }

    @Test
    void aFileOfMoreThan5MibIsAProblem() throws IOException {
        Files.write(directory.resolve("config/large.yaml"), new byte[(5 << 20) + 1]);

        FilesOnDisk disk = FilesOnDisk.in(places);

        assertThat(disk.set().files()).isEmpty();
        assertThat(disk.problems()).containsExactly("config/large.yaml: it is over 5 MiB");
    }

    @Test
    void placesComeFromTheSettings() {
        MockEnvironment settings = new MockEnvironment()
                .withProperty("mehari.routes.directory", "/r")
                .withProperty("mehari.reload.config", "/c")
                .withProperty("mehari.servers.file", "/c/s.json")
                .withProperty("mehari.security.keys-file", "/c/k.json")
                .withProperty("mehari.dead-letters.directory", "/d");

        assertThat(Places.of(settings))
                .isEqualTo(
                        new Places(Path.of("/r"), Path.of("/c"), Path.of("/c/s.json"), Set.of(Path.of("/c/k.json"))));
        assertThat(Places.history(settings)).isEqualTo(Path.of("/d/history"));
        assertThat(Places.history(settings.withProperty("mehari.history.directory", "/h")))
                .isEqualTo(Path.of("/h"));
    }

    private Places places(Path servers) {
        return new Places(
                directory.resolve("routes"),
                directory.resolve("config"),
                servers,
                Set.of(directory.resolve("config/keys.yaml")));
    }

    @Test
    void ofKeysNothingButADigestIsKept() throws IOException {
        Path keys = Files.writeString(directory.resolve("config/keys.yaml"), "- name: secret-holder\n");
        Places own = new Places(
                directory.resolve("routes"),
                directory.resolve("config"),
                directory.resolve("config/mcp-servers.json"),
                Set.of(keys));
        FileSet before = FilesOnDisk.in(own).set();
        assertThat(before.files()).containsOnlyKeys("keys/keys.yaml");
        assertThat(new String(before.files().get("keys/keys.yaml"), StandardCharsets.UTF_8))
                .startsWith("sha256 ")
                .doesNotContain("secret-holder");
        Files.writeString(keys, "[]");
        assertThat(FilesOnDisk.in(own).set().digest()).as("another version").isNotEqualTo(before.digest());
        assertThat(own.isKept("keys/keys.yaml")).as("never written").isFalse();
        Files.delete(keys);
        assertThat(FilesOnDisk.in(own).set().files()).isEmpty();
    }

    @Test
    void aFileOfTheConfigurationIsInTheFolderThatIsLaidOut() {
        Path laid = directory.resolve("data/history/start");
        Path inside = directory.resolve("config/heartbeat.json");
        assertThat(places.laidOut(laid, inside)).isEqualTo(laid.resolve("config/heartbeat.json"));
        assertThat(places.laidOut(laid, directory.resolve("elsewhere.json")))
                .isEqualTo(directory.resolve("elsewhere.json"));
        assertThat(places.laidOut(Path.of(""), inside)).isEqualTo(inside);
    }
}
