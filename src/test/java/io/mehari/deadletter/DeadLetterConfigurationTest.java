package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.database.SharedDatabase;
import io.mehari.redaction.Redaction;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.CheckedSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.util.unit.DataSize;

class DeadLetterConfigurationTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withUserConfiguration(DeadLetterConfiguration.class);

    @TempDir
    Path directory;

    @Test
    @ChangesBehaviour("mehari.dead-letters.directory")
    void opensTheStoreInTheConfiguredDirectoryAndKeepsLettersThere() {
        Path nested = directory.resolve("not/there yet");
        ApplicationContextRunner here = gateway.withPropertyValues("mehari.dead-letters.directory=" + nested);
        here.run(context -> assertThat(context.getBean(DeadLetters.class).store(TestLetters.letter("1")))
                .succeedsWithin(LIMIT));
        assertThat(nested.resolve("mehari.mv.db")).exists();
        here.run(context -> assertThat(context.getBean(DeadLetters.class).count())
                .succeedsWithin(LIMIT)
                .isEqualTo(1L));
    }

    @Test
    void theFileIsNotOpenedWhereThereIsAnotherDatabase() {
        gateway.withUserConfiguration(SharedDatabaseConfiguration.class)
                .withPropertyValues("mehari.dead-letters.directory=" + directory.resolve("data"))
                .run(context ->
                        assertThat(context).hasSingleBean(OpeningDatabase.class).doesNotHaveBean(SharedDatabase.class));
        gateway.withUserConfiguration(SharedDatabaseConfiguration.class)
                .withPropertyValues(
                        "mehari.dead-letters.directory=" + directory.resolve("other"),
                        "mehari.database.url=jdbc:postgresql://127.0.0.1:1/mehari")
                .run(context -> {
                    assertThat(context).hasSingleBean(SharedDatabase.class).doesNotHaveBean(OpeningDatabase.class);
                    assertThat(context.getBean(DeadLetters.class).store(TestLetters.letter("1")))
                            .failsWithin(LIMIT);
                });
        assertThat(directory.resolve("other")).doesNotExist();
    }

    @Test
    void hasTheDocumentedDefaults() {
        new ApplicationContextRunner()
                .withInitializer(new CheckedSettings())
                .withUserConfiguration(OnlySettings.class)
                .run(context -> assertThat(context.getBean(DeadLetterSettings.class))
                        .isEqualTo(new DeadLetterSettings(
                                "./data",
                                Duration.ofDays(30),
                                100_000,
                                DataSize.ofMegabytes(256),
                                1000,
                                100,
                                List.of(),
                                DeadLetterReplaySettings.DEFAULTS)));
    }

    @Test
    void bindsEveryKey() {
        new ApplicationContextRunner()
                .withInitializer(new CheckedSettings())
                .withUserConfiguration(OnlySettings.class)
                .withPropertyValues(
                        "mehari.dead-letters.retention=7d",
                        "mehari.dead-letters.max-entries=5",
                        "mehari.dead-letters.max-size=2MB",
                        "mehari.dead-letters.queue=6",
                        "mehari.dead-letters.batch=7",
                        "mehari.dead-letters.redact=iban, ^pin$")
                .run(context -> {
                    DeadLetterSettings settings = context.getBean(DeadLetterSettings.class);
                    assertThat(settings.retention()).isEqualTo(Duration.ofDays(7));
                    assertThat(settings.maxEntries()).isEqualTo(5);
                    assertThat(settings.maxSize()).isEqualTo(DataSize.ofMegabytes(2));
                    assertThat(settings.queue()).isEqualTo(6);
                    assertThat(settings.batch()).isEqualTo(7);
                    assertThat(settings.redact()).extracting(Object::toString).containsExactly("iban", "^pin$");
                });
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.redact")
    void redactsTheConfiguredNames() {
        gateway.withPropertyValues("mehari.dead-letters.directory=" + directory, "mehari.dead-letters.redact=iban")
                .run(context -> assertThat(context.getBean(Redaction.class).text("iban=DE00"))
                        .isEqualTo("iban=[redacted]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "directory=",
                "directory=a;b",
                "retention=0s",
                "retention=-1d",
                "max-entries=0",
                "max-size=1023KB",
                "queue=0",
                "queue=100001",
                "batch=0",
                "batch=1001",
                "redact=(unclosed",
                "folder=x"
            })
    void refusesValuesThatMakeNoSense(String setting) {
        new ApplicationContextRunner()
                .withInitializer(new CheckedSettings())
                .withUserConfiguration(OnlySettings.class)
                .withPropertyValues("mehari.dead-letters." + setting)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void saysWhatToDoWhenTheDirectoryCannotBeUsed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        gateway.withPropertyValues("mehari.dead-letters.directory=" + file).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analysisOf(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("dead-letter database", file.toString(), "cannot be opened");
            assertThat(analysis.getAction())
                    .isEqualTo(file + " is a file: remove it, or set mehari.dead-letters.directory.");
        });
    }

    @Test
    void leavesNothingOpenWhereTheTablesCannotBeBroughtUpToDate() throws Exception {
        String pages = "jdbc:h2:file:" + directory.resolve("mehari") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
        try (Connection connection = DriverManager.getConnection(pages, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create table somebody_elses (id int)");
        }
        gateway.withPropertyValues("mehari.dead-letters.directory=" + directory).run(context -> {
            assertThat(context).hasFailed();
            assertThat(analysisOf(context.getStartupFailure()).getDescription())
                    .contains("dead-letter database", directory.toString(), "non-empty schema");
        });
        try (Connection connection = DriverManager.getConnection(pages + ";IFEXISTS=TRUE", "sa", "")) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    private static FailureAnalysis analysisOf(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        FailureHandler.logging(LogFactory.getLog(DeadLetterConfigurationTest.class)))
                .stream()
                .filter(analyzer -> analyzer.getClass().getName().startsWith("io.mehari."))
                .findFirst()
                .orElseThrow()
                .analyze(failure);
    }

    @EnableConfigurationProperties(DeadLetterSettings.class)
    static class OnlySettings {}
}
