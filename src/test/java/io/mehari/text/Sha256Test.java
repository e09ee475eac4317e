package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class Sha256Test {
    @Test
    void hashesTheTextOfTheStandard() {
        assertThat(Sha256.hexOf("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void hashesUtf8WholeOrPieceByPiece() {
        MessageDigest digest = Sha256.newDigest();
        digest.update("Gr".getBytes(StandardCharsets.UTF_8));
        digest.update("üße".getBytes(StandardCharsets.UTF_8));
        assertThat(digest.digest()).isEqualTo(Sha256.of("Grüße"));
    }
}
