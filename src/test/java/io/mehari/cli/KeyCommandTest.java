package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Scope;
import io.mehari.protocol.Json;
import io.mehari.security.Expiry;
import io.mehari.security.KeyHash;
import io.mehari.security.KeysFile;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.LogsAgain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LogsAgain.class)
class KeyCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int execute(Map<String, String> environment, String... arguments) {
        return new CommandLineInterface(environment)
                .execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void showsAKeyAndAnEntryThatTakesIt() throws Exception {
        String name = "ci \"x\": #1 \\ \u00fc";
        assertThat(execute(
                        Map.of(), "key", "create", "--name", name, "--scopes", "call,ADMIN", "--expires", "2099-12-31"))
                .as(err.toString())
                .isZero();
        String key = out.toString()
                .lines()
                .filter(line -> line.startsWith("  mhr_"))
                .map(String::strip)
                .collect(Collectors.joining());
        String entry = out.toString().substring(out.toString().indexOf("- name:"));
        List<ApiKey> read = new KeysFile(Files.writeString(folder.resolve("keys.yaml"), entry)).read(List.of());

        assertThat(read)
                .containsExactly(new ApiKey(
                        name, KeyHash.of(key), Set.of(Scope.CALL, Scope.ADMIN), Expiry.valueOf("2099-12-31")));
        assertThat(out.toString().split("mhr_", -1))
                .as("times that the key is shown")
                .hasSize(2);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void writesJsonForScripts() throws Exception {
        Instant before = Instant.now();
        assertThat(execute(Map.of(), "key", "create", "--json", "--expires", "90d"))
                .isZero();
        JsonNode made = Json.read(out.toString());

        assertThat(made.path("sha256").asText())
                .isEqualTo(KeyHash.of(made.path("key").asText()));
        assertThat(made.path("name").asText()).startsWith("key-");
        assertThat(made.path("scopes")).hasToString("[\"call\"]");
        assertThat(Instant.parse(made.path("expires").asText()))
                .isBetween(
                        before.plus(Duration.ofDays(90)).minusSeconds(1),
                        Instant.now().plus(Duration.ofDays(90)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key create --expires 2020-01-01 | is in the past",
                "key create --expires 0d | is in the past",
                "key create --expires soon | takes a time such as 12h, 90d or 52w",
                "key create --scopes call,run | there is no scope run",
                "key create --name anonymous | the name of callers without a key",
                "key create --nam x | did you mean --name?",
                "key creat | did you mean create?",
                "key | mehari key create",
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        assertThat(execute(Map.of(), arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("--help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void checkListsKeysAndThoseThatEndSoon() throws Exception {
        Expiry soon = Expiry.at(Instant.now().plus(Duration.ofDays(13)));
        Expiry later = Expiry.at(Instant.now().plus(Duration.ofDays(15)));
        Path keys = Files.writeString(
                folder.resolve("keys.yaml"),
                entry("ci", soon) + entry("team", later) + entry("old", Expiry.valueOf("2026-01-31")));
        Map<String, String> environment =
                Map.of("MEHARI_SECURITY_KEYSFILE", keys.toString(), "MEHARI_API_KEY", "top-secret");

        assertThat(execute(environment, "check", servers())).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("4 API keys:")
                .containsPattern("ci +call, monitor +until " + soon)
                .containsPattern("cli +call, monitor, admin +from MEHARI_API_KEY")
                .contains("note: The API key ci expires at " + soon)
                .contains("note: The API key old has expired at 2026-02-01T00:00:00Z")
                .doesNotContain("API key team")
                .doesNotContain(KeyHash.of("ci"))
                .doesNotContain("top-secret");
    }

    @Test
    void checkFindsWhatIsWrongWithTheFile() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.yaml"), "- {name: ci, sha256: my-key, scopes: [call]}");

        assertThat(execute(Map.of("MEHARI_SECURITY_KEYSFILE", keys.toString()), "check", servers()))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("keys.yaml, line 1, column 22: sha256 must be the 64 hexadecimal digits of a SHA-256")
                .doesNotContain("my-key");
        assertThat(execute(Map.of("MEHARI_SECURITY_KEYS_FILE", "no/keys.yaml"), "check", servers()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("no/keys.yaml does not exist (mehari.security.keys-file)");
    }

    @Test
    void checkSaysThatNothingNeedsAKey() throws Exception {
        assertThat(execute(Map.of(), "check", servers())).isZero();
        assertThat(out.toString()).contains("No API key is configured").contains("mehari key create");
    }

    private String servers() throws Exception {
        return Files.writeString(folder.resolve("servers.json"), "{\"mcpServers\":{}}")
                .toString();
    }

    private static String entry(String name, Expiry expires) {
        return "- {name: %s, sha256: %s, scopes: [call, monitor], expires: %s}%n"
                .formatted(name, KeyHash.of(name), expires);
    }
}
