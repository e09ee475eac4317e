package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> NAMES = List.of("read_file", "read_files", "write_file", "list_directory");

    @Test
    void namesTheNearestFirst() {
        assertThat(NearestNames.of("read_fil", NAMES)).startsWith("read_file", "read_files");
    }

    @Test
    void doesNotCareForCase() {
        assertThat(NearestNames.of("READ_FILE", NAMES)).startsWith("read_file");
    }

    @Test
    void saysNothingWhereNothingIsNear() {
        assertThat(NearestNames.of("weather", NAMES)).isEmpty();
    }

    @Test
    void givesThreeAtMost() {
        assertThat(NearestNames.of("tool", List.of("tool1", "tool2", "tool3", "tool4")))
                .hasSize(3);
    }

    @Test
    void doesNotCompareWhatIsTooLong() {
        String tooLong = "a".repeat(129);
        assertThat(NearestNames.of(tooLong, List.of(tooLong))).isEmpty();
        assertThat(NearestNames.of("a".repeat(128), List.of(tooLong))).isEmpty();
    }
}
