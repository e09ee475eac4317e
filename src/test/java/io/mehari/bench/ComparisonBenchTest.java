package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonBenchTest {
    @TempDir
    private Path directory;

    private final Properties options = new Properties();

    @Test
    void isAskedForByTheBuildBefore() throws IOException {
        options.setProperty(ComparisonBench.AFTER, jar("new.jar").toString());
        assertThat(ComparisonBench.asked(options, Part.ALL)).isEmpty();
        options.setProperty(ComparisonBench.BEFORE, "");
        assertThat(ComparisonBench.asked(options, Part.ALL)).isEmpty();
        options.setProperty(ComparisonBench.BEFORE, jar("old.jar").toString());
        assertThat(ComparisonBench.asked(options, Part.ALL)).isPresent();
    }

    @Test
    void refusesToCompareABuildWithItself() throws IOException {
        Path jar = jar("new.jar");
        options.setProperty(ComparisonBench.AFTER, jar.toString());
        options.setProperty(
                ComparisonBench.BEFORE,
                Files.createLink(directory.resolve("link.jar"), jar).toString());
        assertThatThrownBy(() -> ComparisonBench.asked(options, Part.ALL)).hasMessageContaining("keep a copy");
    }

    @Test
    void namesThePartsThatCanBeCompared() throws IOException {
        options.setProperty(ComparisonBench.AFTER, jar("new.jar").toString());
        options.setProperty(ComparisonBench.BEFORE, jar("old.jar").toString());
        assertThat(ComparisonBench.asked(options, Set.of(Part.PIPELINE, Part.RECOVERY)))
                .isPresent();
        assertThatThrownBy(() -> ComparisonBench.asked(options, Set.of(Part.RECOVERY)))
                .hasMessageContaining("pipeline")
                .hasMessageContaining("recovery");
    }

    private Path jar(String name) throws IOException {
        return ManifestJar.likeTheGateway(directory.resolve(name));
    }
}
