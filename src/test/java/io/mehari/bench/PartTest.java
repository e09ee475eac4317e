package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PartTest {
    @Test
    void readsNames() {
        assertThat(Part.of("all")).containsExactlyInAnyOrder(Part.values());
        assertThat(Part.of("recovery, pass-through")).containsExactlyInAnyOrder(Part.RECOVERY, Part.PASS_THROUGH);
    }

    @Test
    void namesThePartsThereAre() {
        assertThatThrownBy(() -> Part.of("recover"))
                .hasMessageContaining("recover")
                .hasMessageContaining("many-tools");
    }
}
