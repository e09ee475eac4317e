package io.mehari.endpoint.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files of the dashboard: their types, what lasts, what is compressed. */
class StaticFileTest {
    private static StaticFile file(String name, String content) {
        return StaticFile.of(name, content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("S0.8: files of the dashboard")
    void knowsTypes() {
        assertThat(file("/app-1a2b3c4d.js", "x").type()).startsWith("text/javascript");
        assertThat(file("/app.css", "x").type()).startsWith("text/css");
        assertThat(file("/icon.svg", "x").type()).isEqualTo("image/svg+xml");
        assertThat(file("/index.html", "x").type()).startsWith("text/html");
        assertThat(file("/x.unknown", "x").type()).isEqualTo("application/octet-stream");
    }

    @Test
    void whatHasItsHashInItsNameLasts() {
        assertThat(file("/app-1a2b3c4d.js", "x").lasting()).isTrue();
        assertThat(file("/chunk-ABCDEFGH.js", "x").lasting()).isTrue();
        assertThat(file("/app.js", "x").lasting()).isFalse();
        assertThat(file("/icon.svg", "x").lasting()).isFalse();
        assertThat(file("/index-1a2b3c4d.html", "x").lasting())
                .as("pages never")
                .isFalse();
    }

    @Test
    void theTagIsOfTheContent() {
        assertThat(file("/a.js", "x").tag())
                .isEqualTo(file("/b.js", "x").tag())
                .isNotEqualTo(file("/a.js", "y").tag());
    }

    @Test
    void compressesWhatIsWorthIt() throws IOException {
        String text = "abc".repeat(1000);
        StaticFile large = file("/a.js", text);
        assertThat(large.zipped()).hasSizeLessThan(500);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(large.zipped())).readAllBytes())
                .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(file("/a.js", "short").zipped()).isNull();
        assertThat(file("/a.png", text).zipped()).isNull();
    }
}
