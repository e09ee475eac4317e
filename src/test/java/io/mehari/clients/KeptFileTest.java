package io.mehari.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T07:08:09Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void aNewFileIsItsOwnersAlone() throws IOException {
        Path file = folder.resolve("a/b/mcp.json");
        KeptFile kept = new KeptFile(file, CLOCK);
        assertThat(kept.text()).isEmpty();
        assertThat(kept.replace("new")).isEmpty();
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatItWasStaysBesideItWithTheSamePermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("mcp.json"), "1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        KeptFile kept = new KeptFile(file, CLOCK);
        assertThat(kept.replace("2")).contains(folder.resolve("mcp.json.bak-20261126-070809"));
        assertThat(kept.replace("3")).contains(folder.resolve("mcp.json.bak-20261126-070809-2"));
        assertThat(folder.resolve("mcp.json.bak-20261126-070809")).hasContent("1");
        assertThat(folder.resolve("mcp.json.bak-20261126-070809-2")).hasContent("2");
        assertThat(file).hasContent("3");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing else is left").hasSize(3);
        }
    }

    @Test
    void aLinkStaysOne() throws IOException {
        Path file = Files.writeString(folder.resolve("real.json"), "1");
        Path link = Files.createSymbolicLink(folder.resolve("mcp.json"), file);
        new KeptFile(link, CLOCK).replace("2");
        assertThat(link).isSymbolicLink().hasContent("2");
        assertThat(file).hasContent("2");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("mcp.json"), new byte[] {(byte) 0xff, 1});
        assertThatThrownBy(() -> new KeptFile(file, CLOCK).text()).hasMessageContaining("not UTF-8");
    }
}
