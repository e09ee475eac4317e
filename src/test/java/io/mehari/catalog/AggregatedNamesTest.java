package io.mehari.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.text.Sha256;
import org.junit.jupiter.api.Test;

class AggregatedNamesTest {
    @Test
    void putsTheServerBeforeTheName() {
        assertThat(AggregatedNames.of("files", "read__all")).isEqualTo("files__read__all");
        assertThat(AggregatedNames.serverOf("files__read__all")).contains("files");
        assertThat(AggregatedNames.nameOf("files__read__all")).isEqualTo("read__all");
        assertThat(AggregatedNames.serverOf("read")).isEmpty();
        assertThat(AggregatedNames.serverOf("__read")).isEmpty();
    }

    @Test
    void cutsNamesOfMoreThan64Characters() {
        String fits = "t".repeat(64 - "files__".length());
        assertThat(AggregatedNames.of("files", fits)).isEqualTo("files__" + fits);

        String whole = "files__" + fits + "t";
        assertThat(AggregatedNames.of("files", fits + "t"))
                .isEqualTo(whole.substring(0, 55) + "_" + Sha256.hexOf(whole).substring(0, 8))
                .hasSize(64)
                .isEqualTo(AggregatedNames.of("files", fits + "t"))
                .isNotEqualTo(AggregatedNames.of("files", fits + "u"));
    }

    @Test
    void cutsNoCharacterInTwo() {
        String name = "x".repeat(55 - "files__".length() - 1) + "\uD83D\uDE00" + "y".repeat(20);
        String cut = AggregatedNames.of("files", name);
        assertThat(Character.isHighSurrogate(cut.charAt(53))).isFalse();
        assertThat(cut).hasSize(63).doesNotContain("\uD83D");
    }

    @Test
    void tellsApartWhatWouldHaveOneName() {
        assertThat(AggregatedNames.of("a", "_b")).isEqualTo(AggregatedNames.of("a_", "b"));
        assertThat(AggregatedNames.distinct("a", "_b"))
                .startsWith("a___b_")
                .isNotEqualTo(AggregatedNames.distinct("a_", "b"));
    }
}
