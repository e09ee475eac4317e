package io.mehari.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.configuration.LaunchOptions;
import io.mehari.history.Author;
import io.mehari.history.Effective;
import io.mehari.history.FileSet;
import io.mehari.history.HistorySettings;
import io.mehari.history.LastGood;
import io.mehari.history.Places;
import io.mehari.history.Remarks;
import io.mehari.history.VersionStore;
import io.mehari.routes.InvalidRoutesException;
import io.mehari.support.ChangesBehaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** A start that files have ended is made again from the last version that was taken, unless somebody does not want that. */
class LastGoodStartTest {
    private static final String GOOD = "{\"mcpServers\": {\"one\": {\"command\": \"x\"}}}";
    private static final RuntimeException WRONG =
            new InvalidConfigurationException("The configuration", List.of("config/mcp-servers.json: not JSON"));

    @TempDir
    Path directory;

    private final MockEnvironment settings = new MockEnvironment();
    private VersionStore store;

    @BeforeEach
    void keep() throws IOException {
        settings.setProperty("mehari.reload.config", directory.resolve("config").toString());
        settings.setProperty(
                "mehari.servers.file",
                directory.resolve("config/mcp-servers.json").toString());
        settings.setProperty(
                "mehari.routes.directory", directory.resolve("routes").toString());
        settings.setProperty(
                "mehari.history.directory", directory.resolve("kept").toString());
        store = new VersionStore(directory.resolve("kept"), 9);
        keep(Map.of("config/mcp-servers.json", GOOD), true);
    }

    @Test
    @DisplayName("S0.7: a start after a refused change uses the last version that was taken")
    void theLastGoodVersionIsLaidOut() throws IOException {
        keep(Map.of("config/mcp-servers.json", "{"), false);

        LastGood good = LastGoodStart.after(new IllegalStateException(WRONG), settings, LaunchOptions.NONE)
                .orElseThrow();

        assertThat(good.version().number()).isEqualTo(1);
        assertThat(good.servers()).hasContent(GOOD);
        assertThat(good.explained()).contains("version 1", "config/mcp-servers.json: not JSON", "mehari rollback 1");
        assertThat(LastGoodStart.arguments(good, List.of()))
                .anyMatch(argument -> argument.startsWith("--spring.config.location="))
                .contains("--" + LastGood.FOLDER + "=" + good.folder());
        assertThat(LastGoodStart.arguments(good, List.of("--spring.config.location=elsewhere")))
                .containsExactly("--" + LastGood.FOLDER + "=" + good.folder());
    }

    @Test
    void soItIsWithRouteFiles() {
        assertThat(after(new InvalidRoutesException("tools/x.yaml: wrong", null)))
                .isPresent();
    }

    @Test
    void whatIsNoFileEndsTheStart() {
        assertThat(after(new IllegalStateException("the port is in use"))).isEmpty();
    }

    @Test
    void strictEndsTheStart() {
        settings.setProperty("mehari.servers.strict", "true");

        assertThat(after(WRONG)).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.history.last-good")
    @ChangesBehaviour("mehari.history.enabled")
    void soDoTheSettingsOfTheHistory() {
        settings.setProperty("mehari.history.last-good", "false");
        assertThat(after(WRONG)).isEmpty();

        settings.setProperty("mehari.history.last-good", "true");
        assertThat(after(WRONG)).isPresent();

        settings.setProperty("mehari.history.enabled", "false");
        assertThat(after(WRONG)).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.history.directory")
    void nothingKeptEndsTheStart() {
        settings.setProperty(
                "mehari.history.directory", directory.resolve("empty").toString());

        assertThat(after(WRONG)).isEmpty();
    }

    @Test
    void aVersionThatCannotBeUsedWithTheseArgumentsEndsTheStart() throws IOException {
        keep(Map.of("config/mcp-servers.json", GOOD, "config/application.yaml", "mehari: {data: {prt: 1}}"), true);

        assertThat(after(WRONG)).isEmpty();
    }

    @Test
    void anotherListOfServersThanWasKeptEndsTheStart() {
        settings.setProperty(
                "mehari.servers.file", directory.resolve("typo.json").toString());

        assertThat(after(WRONG)).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.history.versions")
    void soManyVersionsAreKeptAsTheSettingSays() throws IOException {
        settings.setProperty("mehari.history.versions", "2");
        VersionStore bounded = new VersionStore(
                Places.history(settings), HistorySettings.of(settings).versions());
        for (int i = 0; i < 5; i++) {
            bounded.keep(set(Map.of("config/application.yaml", "x: " + i)), true, remarks());
        }

        assertThat(bounded.all()).hasSize(2);
    }

    private Optional<LastGood> after(RuntimeException failure) {
        return LastGoodStart.after(failure, settings, LaunchOptions.NONE);
    }

    private void keep(Map<String, String> texts, boolean accepted) throws IOException {
        store.keep(set(texts), accepted, remarks());
    }

    private Remarks remarks() {
        return new Remarks(
                Instant.EPOCH,
                Author.FILE,
                List.of(),
                new Effective(1, "", ""),
                Places.of(settings).home());
    }

    private static FileSet set(Map<String, String> texts) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return new FileSet(files);
    }
}
