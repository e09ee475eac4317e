package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SearchPathTest {
    @Test
    void findsAProgramThatIsInstalled() {
        assertThat(SearchPath.find("sh"))
                .hasValueSatisfying(
                        program -> assertThat(Files.isExecutable(program)).isTrue());
    }

    @Test
    void findsNothingThatIsNot() {
        assertThat(SearchPath.find("no-such-program-here")).isEmpty();
    }
}
