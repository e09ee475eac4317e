package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.download.Coordinates;
import io.mehari.download.RepositoryFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddCommandTest {
    @TempDir
    Path directory;

    @Test
    void saysWhatItWroteAndHowLargeItIs() throws Exception {
        Coordinates driver = new Coordinates("com.example", "acme-driver", "1.0");
        Path repository = Files.createDirectories(directory.resolve("repository"));
        String address = new RepositoryFixture(repository).with(driver).address();
        Path plugins = directory.resolve("plugins");

        CommandRun run =
                CommandRun.of(Map.of(), "add", driver.toString(), "--repository", address, "--lib", plugins.toString());
        assertThat(run.out())
                .contains(
                        "Fetching com.example:acme-driver:1.0 ...",
                        "1 kB  acme-driver-1.0.jar",
                        "Wrote 1 file, 1 kB, to " + plugins);
        assertThat(run.status()).isZero();
        assertThat(RepositoryFixture.namesIn(plugins)).containsExactly("acme-driver-1.0.jar");
    }

    @Test
    void aFailureIsTwoLinesWithWhatToDo() {
        CommandRun run = CommandRun.of(Map.of(), "add", "kafkaa", "--plugins", directory.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("mehari add: Apache Camel ")
                .contains("has no component kafkaa", "Did you mean kafka");
    }

    @Test
    void theFolderOfTheGatewayIsAnOptionToo() {
        CommandLineInterface line = new CommandLineInterface(Map.of());
        assertThat(line.execute("--plugins", "jars")).isZero();
        assertThat(line.launch().orElseThrow().settings()).contains("--mehari.plugins.directory=jars");
        CommandLineInterface other = new CommandLineInterface(Map.of());
        assertThat(other.execute("--lib", "jars")).isZero();
        assertThat(other.launch().orElseThrow().settings()).contains("--mehari.plugins.directory=jars");
    }
}
