package io.mehari.failure.memory;

import static io.mehari.failure.memory.TestFailures.NOON;
import static io.mehari.failure.memory.TestFailures.failed;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.event.ErrorLearned;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.event.SolutionRecorded;
import io.mehari.failure.CallFailed;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.failure.similarity.Embedder;
import io.mehari.failure.similarity.EmbeddingSettings;
import io.mehari.failure.similarity.LuceneVectorIndex;
import io.mehari.failure.similarity.SimilarTexts;
import io.mehari.failure.template.ErrorTemplate;
import io.mehari.notification.EventMessage;
import io.mehari.notification.Topic;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Databases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class ErrorsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String DISK = "the frobnicator has lost its sprocket 17";

    @TempDir
    Path directory;

    private final GatewayEvents events = new GatewayEvents();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean down = new AtomicBoolean();
    private HikariDataSource file;
    private DataSource database;
    private Errors errors;

    /** On which the tests run. */
    Databases kind() {
        return Databases.H2;
    }

    @BeforeEach
    void open() {
        file = kind().opened(directory);
        database = new DelegatingDataSource(file) {
            @Override
            public Connection getConnection() throws SQLException {
                if (down.get()) {
                    throw new SQLException("the disk is full", "90031");
                }
                return super.getConnection();
            }
        };
        errors = memory("none", Duration.ofSeconds(120), 10_000);
    }

    @AfterEach
    void close() {
        errors.close();
        down.set(false);
        file.close();
    }

    private Errors memory(String model, Duration kept, int queue) {
        Embedder embedder = Embedder.of(new EmbeddingSettings(model, "nowhere"));
        EventQueue<CallFailed> failures = events.subscribe(CallFailed.class, queue);
        return new Errors(
                failures,
                events::publish,
                database,
                new ErrorMemorySettings(10_000, queue, List.of(), kept, new EmbeddingSettings(model, "")),
                KnowledgeFiles.read(List.of()),
                embedder,
                new SimilarTexts(embedder, directory.resolve("index"), LuceneVectorIndex::open),
                nanos::get);
    }

    @Test
    @DisplayName("S0.3: an error is remembered over a restart, with how it was solved, and recommended for one like it")
    void rememberedOverARestart() {
        events.publish(TestFailures.ofTrace(DISK, "0af7651916cd43dd8448eb211c80319c"));
        errors.drain();
        String id = ErrorTemplate.of(DISK).id();
        Awaitility.await().atMost(LIMIT).until(() -> get(errors.find(id)).isPresent());
        get(errors.solve(id, new Solution("Oil it", "", "ann", NOON)));
        errors.close();
        errors = memory("none", Duration.ofSeconds(120), 10_000);

        RememberedError kept = get(errors.list(error -> true)).get(0);
        assertThat(kept.template()).isEqualTo("the frobnicator has lost its sprocket <num>");
        assertThat(kept.solution()).contains(new Solution("Oil it", "", "ann", NOON));
        assertThat(kept.count()).isEqualTo(1);
        assertThat(kept.traces()).containsExactly("0af7651916cd43dd8448eb211c80319c");
        Advice advice = get(errors.recommend("Error: the frobnicator lost sprocket 4711"));
        assertThat(advice.similar())
                .first()
                .extracting(similar -> similar.error().id())
                .isEqualTo(id);
        assertThat(advice.recommendations().get(0).source()).isEqualTo(Recommendation.Source.OPERATOR);
        assertThat(advice.recommendations().get(0).fix()).containsExactly("Oil it");
    }

    @Test
    @DisplayName("S0.1: what is learnt is told, once for each kind of error, and what helped")
    void tellsWhatIsLearnt() {
        EventQueue<ErrorLearned> learnt = events.subscribe(ErrorLearned.class, 10);
        EventQueue<SolutionRecorded> solved = events.subscribe(SolutionRecorded.class, 10);
        events.publish(failed(DISK));
        events.publish(failed(DISK.replace("17", "18")));
        errors.drain();
        String id = ErrorTemplate.of(DISK).id();
        Awaitility.await().atMost(LIMIT).until(() -> get(errors.find(id)).isPresent());
        get(errors.solve(id, new Solution("Oil it", "", "ann", NOON)));

        assertThat(learnt.drain(10)).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo(id);
            assertThat(event.template()).isEqualTo("the frobnicator has lost its sprocket <num>");
            assertThat(event.server() + "/" + event.tool()).isEqualTo("files/read");
            assertThat(EventMessage.of(event).topic()).isEqualTo(Topic.LEARNING);
        });
        assertThat(solved.drain(10))
                .containsExactly(new SolutionRecorded(id, "the frobnicator has lost its sprocket <num>", "ann", NOON));
    }

    @Test
    void recommendsFromTheKnowledgeBaseAndSaysThatOnlyLettersAreCompared() {
        Advice advice = get(errors.recommend("Error: listen EADDRINUSE: address already in use :::3000"));
        assertThat(advice.recommendations().get(0).id()).isEqualTo("port-in-use");
        assertThat(advice.method()).isEqualTo("lexical");
        assertThat(advice.note()).isEqualTo("mehari.errors.embedding.model is none");
    }

    @Test
    @DisplayName("S0.3: texts are compared as vectors once the model is loaded, which its first use does")
    void loadsTheModelAtItsFirstUse() {
        errors.close();
        errors = memory("all-minilm-l6-v2-q", Duration.ZERO, 100);
        assertThat(errors.comparison().state()).isEqualTo("not_loaded");
        assertThat(get(errors.recommend("nobody listens at that port")).note()).isNotNull();
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(get(errors.recommend("nobody listens at that port"))
                                .method())
                        .isEqualTo("lexical+vector"));
        assertThat(errors.comparison().vectors()).isGreaterThan(200);
    }

    @Test
    @DisplayName("S0.4: a result is kept for 120 s; each search is counted with its duration and success")
    @ChangesBehaviour("mehari.errors.search-cache")
    void resultsAreKeptAndSearchesCounted() {
        get(errors.recommend("socket hang up"));
        get(errors.recommend("socket hang up"));
        assertThat(errors.statistics().searches()).isEqualTo(1);
        assertThat(errors.statistics().cached()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(119).toNanos());
        get(errors.recommend("socket hang up"));
        assertThat(errors.statistics().searches()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        get(errors.recommend("socket hang up"));
        assertThat(errors.statistics().searches()).isEqualTo(2);
        assertThat(errors.statistics().failed()).isZero();
        assertThat(errors.statistics().meanMillis()).isPositive();
        assertThat(errors.statistics().longestMillis())
                .isGreaterThanOrEqualTo(errors.statistics().meanMillis());
    }

    @Test
    @ChangesBehaviour("mehari.errors.queue")
    void tenThousandDistinctErrorsAreBounded() {
        errors.close();
        errors = memory("none", Duration.ofSeconds(120), 8000);
        for (int i = 0; i < 10_000; i++) {
            events.publish(failed("distinct error " + ErrorMemoryTest.letters(i)));
        }
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            errors.drain();
            assertThat(get(errors.list(error -> true))).hasSizeBetween(1, 8000);
        });
        assertThat(errors.dropped()).isEqualTo(2000);
    }

    @Test
    void whatTheDatabaseDoesNotTakeIsWrittenWhenItDoes() {
        get(errors.list(error -> true));
        down.set(true);
        events.publish(failed(DISK));
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            errors.drain();
            assertThat(get(errors.list(error -> true))).hasSize(1);
        });
        down.set(false);
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            errors.drain();
            get(errors.list(error -> true));
            assertThat(new ErrorTable(database).load(10)).hasSize(1);
        });
    }

    @Test
    void aClosedMemoryRefuses() {
        errors.close();
        assertThat(errors.list(error -> true))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withCauseInstanceOf(ErrorMemoryBusyException.class);
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
