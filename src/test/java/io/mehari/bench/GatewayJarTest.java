package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayJarTest {
    @TempDir
    private Path directory;

    @Test
    void takesAPackagedGateway() throws IOException {
        Path file = ManifestJar.likeTheGateway(directory.resolve("gateway.jar"));
        GatewayJar jar = GatewayJar.of("old", file.toString());
        GatewayJar copy = jar.copiedTo(directory.resolve("copy.jar"));
        assertThat(jar.file()).isEqualTo(file);
        assertThat(copy.fingerprint()).isEqualTo(jar.fingerprint()).hasSize(16);
        assertThat(copy.sameFile(jar)).isFalse();
        assertThat(jar.sameFile(GatewayJar.of("new", file.toString()))).isTrue();
    }

    @Test
    void namesOptionFileAndReasonOfWhatItCannotTake() throws IOException {
        refused(directory.resolve("none.jar"), "does not exist");
        refused(directory, "is not a file");
        refused(Files.writeString(directory.resolve("text.jar"), "text"), "cannot be read as a jar");
        refused(jar(Map.of()), "is not a packaged Mehari");
        refused(jar(Map.of(Attributes.Name.IMPLEMENTATION_TITLE, "Mehari")), "is not a packaged Mehari");
        refused(
                jar(Map.of(Attributes.Name.IMPLEMENTATION_TITLE, "Other", Attributes.Name.MAIN_CLASS, "a.B")),
                "is not a packaged Mehari");
    }

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> GatewayJar.of("mehari.bench.before", file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mehari.bench.before: " + file + " " + reason)
                .hasMessageContaining("target/mehari-*.jar");
    }

    private Path jar(Map<Attributes.Name, String> attributes) throws IOException {
        return ManifestJar.write(directory.resolve("any.jar"), attributes);
    }
}
