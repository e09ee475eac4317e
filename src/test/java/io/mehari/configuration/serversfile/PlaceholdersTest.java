package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
    private final List<String> problems = new ArrayList<>();
    private final Placeholders placeholders = new Placeholders(Map.of("A", "1", "EMPTY", "", "TRICKY", "$1 ${A}")::get);

    private String resolve(String text) {
        return placeholders.resolve(text, problems::add);
    }

    @ParameterizedTest
    @CsvSource({
        "x${A}y, x1y",
        "${env:A}, 1",
        "${GONE:-other}, other",
        "${EMPTY:-other}, other",
        "${A:-other}, 1",
        "${GONE:-}x, x",
        "$${A}, ${A}",
        "${TRICKY}, $1 ${A}",
        "${not a name}, ${not a name}",
        "$A, $A",
        "${, ${"
    })
    void putsValuesInPlace(String text, String expected) {
        assertThat(resolve(text)).isEqualTo(expected);
        assertThat(problems).isEmpty();
    }

    @Test
    void readsASecretWithoutTheSpaceAroundIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "\n  secret \n");
        assertThat(resolve("Bearer ${file:" + file + "}")).isEqualTo("Bearer secret");
    }

    @Test
    void refusesALargeSecret(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("token"), new byte[64 * 1024 + 1]);
        assertThat(resolve("${file:" + file + "}")).isEmpty();
        assertThat(problems).singleElement().asString().endsWith("is over 64 KB");
    }

    @Test
    void refusesWhatItCannotKnow() {
        resolve("${GONE} ${input:key} ${config:x}");
        assertThat(problems).hasSize(3);
        assertThat(problems.get(1)).contains("write ${KEY}");
    }
}
