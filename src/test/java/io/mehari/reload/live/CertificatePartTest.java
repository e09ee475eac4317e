package io.mehari.reload.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.endpoint.http.tls.TlsFront;
import io.mehari.endpoint.http.tls.TlsSettings;
import io.mehari.support.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed while the gateway runs; what is presented is in TlsIT. */
class CertificatePartTest {
    @TempDir
    Path directory;

    @Test
    void aCertificateIsTakenWithItsKeyOnly() throws Exception {
        SelfSigned first = SelfSigned.of(directory, "first", "dns:localhost");
        SelfSigned second = SelfSigned.of(directory, "second", "dns:localhost");
        TlsSettings settings = new TlsSettings(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        Files.writeString(settings.certificate(), first.certificatePem());
        Files.writeString(settings.key(), first.keyPem());
        TlsFront front = TlsFront.of(settings, Duration.ofSeconds(5)).orElseThrow();
        CertificatePart part = new CertificatePart(settings, front);
        assertThat(part.look()).isEmpty();

        Files.writeString(settings.certificate(), second.certificatePem());
        assertThatThrownBy(part::look)
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageContaining("key.pem does not fit");
        assertThat(part.holds()).isFalse();
        assertThat(part.look()).as("told once").isEmpty();

        Files.writeString(settings.key(), second.keyPem());
        ConfigChange change = part.look().orElseThrow();
        change.take();
        assertThat(part.holds()).isTrue();
        assertThat(change.keys())
                .singleElement()
                .satisfies(key -> assertThat(key.before()).isNotEqualTo(key.after()));

        Files.delete(settings.key());
        assertThatThrownBy(part::look)
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageContaining("key.pem: it is gone");
    }
}
