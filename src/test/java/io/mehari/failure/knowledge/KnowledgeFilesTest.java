package io.mehari.failure.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.support.ChangesBehaviour;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

class KnowledgeFilesTest {
    private static final String OWN = """
            entries:
              - id: our-vault
                title: The vault is sealed
                category: AUTHENTICATION
                signs: [vault is sealed]
                cause: It was restarted.
                fix: [Ask the operator on duty to unseal it.]
              - id: port-in-use
                title: Ours
                category: NETWORK
                signs: [EADDRINUSE]
                cause: Ours.
                fix: [Ours.]
            """;

    @TempDir
    Path folder;

    @Test
    void atLeastSixtyErrorsShipAndAllAreWhole() {
        KnowledgeReader reader = new KnowledgeReader();
        List<KnownError> shipped = reader.read(new ClassPathResource("io/mehari/failure/knowledge/known-errors.yaml"));

        assertThat(reader.problems()).isEmpty();
        assertThat(shipped).hasSizeGreaterThanOrEqualTo(60).allSatisfy(error -> {
            assertThat(error.fix()).isNotEmpty();
            assertThat(error.examples()).isNotEmpty();
        });
        assertThat(shipped.stream().map(KnownError::category).distinct())
                .contains("NETWORK", "DATABASE", "AUTHENTICATION", "PERMISSION", "RATE_LIMITED", "LAUNCH");
    }

    @Test
    @ChangesBehaviour("mehari.errors.knowledge")
    void filesOfUsersAddErrorsAndReplaceThoseOfTheSameId() throws IOException {
        Path file = Files.writeString(folder.resolve("ours.yaml"), OWN);
        KnowledgeBase shipped = KnowledgeFiles.read(List.of()).get();
        KnowledgeBase more = KnowledgeFiles.read(List.of(file.toString())).get();

        assertThat(shipped.signedBy("Error: the Vault is SEALED")).isEmpty();
        assertThat(more.signedBy("Error: the Vault is SEALED").get(0).error().id())
                .isEqualTo("our-vault");
        assertThat(more.find("port-in-use").orElseThrow().title()).isEqualTo("Ours");
        assertThat(more.all()).hasSize(shipped.all().size() + 1);
        assertThat(KnowledgeFiles.read(List.of(folder.toString())).get().find("our-vault"))
                .as("of a folder")
                .isPresent();
    }

    @Test
    void everyProblemIsNamedWithItsLineAndTheStartIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), """
                entries:
                  - id: one two
                    title: x
                    category: NETWORK
                    signs: [ab]
                    cause: x
                    fix: none
                  - id: three
                    titel: x
                    category: 7x
                    examples: [x]
                    cause: x
                    fix: [x]
                  - id: three
                    title: x
                    category: NETWORK
                    cause: x
                    fix: [x]
                """);
        Path other = Files.writeString(folder.resolve("other.yaml"), "entries: [\n");

        assertThatThrownBy(() -> KnowledgeFiles.read(List.of(file.toString(), other.toString())))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContainingAll(
                        "bad.yaml, line 2: the id 'one two'",
                        "line 5: a sign needs at least 3 characters",
                        "line 7: fix must be a list",
                        "line 9: unknown key 'titel'",
                        "line 8: an entry needs the key title",
                        "line 10: the category '7x'",
                        "line 14: the entry three stands twice",
                        "line 14: an entry needs signs or examples",
                        "other.yaml, line");
        assertThat(KnowledgeFiles.problems(
                        List.of(folder.resolve("missing.yaml").toString())))
                .singleElement()
                .asString()
                .contains("cannot be read");
    }

    @Test
    void aSignMayHaveAGapAndIsFoundInTimeThatGrowsWithTheText() {
        Sign sign = Sign.of("spawn * ENOENT");
        assertThat(sign.isIn("error: spawn npx enoent")).isTrue();
        assertThat(sign.isIn("spawn spawn uvx enoent")).isTrue();
        assertThat(sign.isIn("enoent spawn")).isFalse();
        assertThat(sign.isIn("spawn " + "x".repeat(200) + " enoent"))
                .as("too far apart")
                .isFalse();
        assertThat(sign.isIn("spawn ".repeat(700))).isFalse();
    }
}
