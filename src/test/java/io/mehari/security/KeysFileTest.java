package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Scope;
import io.mehari.security.SecuritySettings.ApiKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysFileTest {
    private static final String A = "a".repeat(64);
    private static final String DIGITS = "1".repeat(64);

    @TempDir
    private Path directory;

    @Test
    void readsEntriesAsTheyAreWritten() throws Exception {
        assertThat(read("""
                # keys of the team
                - name: ci
                  sha256: %s
                  scopes: [call]
                - {name: "2027", sha256: %s, scopes: "monitor, ADMIN", expires: 2027-01-31}
                - name: ops
                  sha256: "%s"
                  scopes:
                    - call
                    - admin
                  expires: ~
                """.formatted(A, DIGITS, "0e" + "1".repeat(62))))
                .containsExactly(
                        new ApiKey("ci", A, Set.of(Scope.CALL)),
                        new ApiKey("2027", DIGITS, Set.of(Scope.MONITOR, Scope.ADMIN), Expiry.valueOf("2027-01-31")),
                        new ApiKey("ops", "0e" + "1".repeat(62), Set.of(Scope.CALL, Scope.ADMIN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "# none yet\n", "\uFEFF[]", "~"})
    void maySayThatThereIsNoKey(String text) throws Exception {
        assertThat(read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys: []| line 1, column 1: expected a list of keys, as 'mehari key create' writes them",
                "- ci| line 1, column 3: expected a key with name, sha256 and scopes",
                "- {name: ci, scopes: [call]}| sha256 is missing",
                "- {sha256: A, scopes: [call]}| name is missing",
                "- {name: ci, sha256: A}| scopes is missing",
                "- {name: ci, sha256: my-own-secret, scopes: [call]}| sha256 must be the 64 hexadecimal digits of a SHA-256",
                "- {name: ci, sha256: A, scopes: [call, run]}| scopes must be of call, monitor and admin",
                "- {name: ci, sha256: A, scopes: []}| at least one scope is needed",
                "- {name: ci, sha256: A, scopes: [call], expires: soon}| expires must be a date such as 2027-01-31",
                "- {name: ci, sha265: A, scopes: [call]}| unknown key; did you mean sha256?",
                "- {name: ci, name: cd, sha256: A, scopes: [call]}| name stands twice",
                "- {name: '', sha256: A, scopes: [call]}| name must be 1 to 100 characters",
                "- {name: anonymous, sha256: A, scopes: [call]}| no key may be called anonymous",
                "- {name: boss, sha256: A, scopes: [call]}| two keys have the same name, boss",
                "- {name: ci, sha256: B, scopes: [call]}| the keys boss and ci have the same sha256",
                "- {name: ci| line 1, column 12: not YAML",
                "- &a [*a]| expected a key with name",
            })
    void saysWhereItIsWrong(String text, String problem) {
        String whole = text.replace(": A", ": " + A).replace(": B", ": " + "B".repeat(64));

        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(InvalidKeysFileException.class)
                .hasMessageContaining("keys.yaml")
                .hasMessageContaining(problem)
                .message()
                .doesNotContain("my-own-secret")
                .doesNotContain(A);
    }

    @Test
    void saysEverythingAtOnce() {
        assertThatThrownBy(() -> read("- {name: a}\n- {name: b, sha256: x, scopes: [y]}\n"))
                .isInstanceOfSatisfying(
                        InvalidKeysFileException.class,
                        e -> assertThat(e.problems()).hasSize(4));
        assertThatThrownBy(() -> read("- 1\n".repeat(10_000)))
                .isInstanceOfSatisfying(
                        InvalidKeysFileException.class,
                        e -> assertThat(e.problems()).hasSize(20));
    }

    @Test
    void isBounded() throws Exception {
        assertThatThrownBy(() -> read("#".repeat(KeysFile.LARGEST + 1))).hasMessageContaining("is over 256 KB");
        assertThat(read("#".repeat(KeysFile.LARGEST))).isEmpty();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= SecuritySettings.MOST_KEYS; i++) {
            many.append("- {name: k%d, sha256: %064x, scopes: call}%n".formatted(i, i));
        }
        assertThatThrownBy(() -> read(many.toString())).hasMessageContaining("there are 1002 keys; 1000 are the most");
        assertThatThrownBy(() -> read("[".repeat(100_000))).hasMessageContaining("not YAML");
        assertThatThrownBy(() -> new KeysFile(directory).read(List.of())).hasMessageContaining("is not a file");
        assertThatThrownBy(() -> new KeysFile(directory.resolve("none")).read(List.of()))
                .hasMessageContaining("does not exist (mehari.security.keys-file)");
        assertThatThrownBy(() -> read(new byte[] {'-', ' ', (byte) 0xFF})).hasMessageContaining("is not UTF-8");
    }

    private List<ApiKey> read(String text) throws InvalidKeysFileException, IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<ApiKey> read(byte[] content) throws InvalidKeysFileException, IOException {
        Path file = Files.write(directory.resolve("keys.yaml"), content);
        return new KeysFile(file).read(List.of(new ApiKey("boss", "b".repeat(64), Set.of(Scope.ADMIN))));
    }
}
