package io.mehari.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ArgumentMode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.Scope;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterFactory;
import io.mehari.deadletter.DeadLetterReplaySettings;
import io.mehari.deadletter.DeadLetterReplays;
import io.mehari.deadletter.DeadLetterSettings;
import io.mehari.deadletter.DeadLetters;
import io.mehari.deadletter.LetterState;
import io.mehari.deadletter.ReplayRefusal.Reason;
import io.mehari.deadletter.ReplayRefusedException;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Calls of dead letters, made once more through a pipeline that is the test's. */
class ReplayerTest {
    private static final Caller OPERATOR = new Caller("ops", Set.of(Scope.ADMIN));
    private static final Duration DELAY = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final ToolCatalog catalog = new ToolCatalog();
    private final Redaction redaction = new Redaction(List.of());
    private final DeadLetterFactory factory = new DeadLetterFactory(redaction, Clock.systemUTC());
    private final List<ToolCall> calls = new CopyOnWriteArrayList<>();
    private Function<ToolCall, CompletableFuture<ToolCallResult>> pipeline =
            call -> CompletableFuture.completedFuture(new Success(Json.object().put("ok", true), false));
    private DeadLetters letters;
    private Replayer replayer;

    @BeforeEach
    void open() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(
                "jdbc:h2:mem:" + directory.getFileName() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(database).load().migrate();
        letters = new DeadLetters(database, SETTINGS, Clock.systemUTC());
        replayer = new Replayer(
                letters,
                new DeadLetterReplays(letters, database),
                catalog,
                new ReplayEnds(redaction, SETTINGS.replay()),
                (call, control) -> {
                    calls.add(call);
                    return pipeline.apply(call);
                },
                ForkJoinPool.commonPool(),
                Clock.systemUTC());
        publish(CallSettings.DEFAULTS, "read");
    }

    @AfterEach
    void close() {
        letters.close();
    }

    @Test
    @DisplayName("S0.13: a replay is a call like any other, named for who asked for it and linked to its letter")
    void makesTheCallOnceMore() throws Exception {
        DeadLetter letter = store(down(), "{\"path\":\"/a\",\"n\":1.50}");

        Replayed replayed = get(replayer.replay(letter.id(), OPERATOR, false));

        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.server() + "/" + call.tool()).isEqualTo("files/read");
            assertThat(Json.text(call.arguments())).isEqualTo("{\"path\":\"/a\",\"n\":1.50}");
            assertThat(call.mode()).contains(ArgumentMode.COERCE);
            assertThat(call.context().caller().name()).isEqualTo("ops");
            assertThat(call.context().requestId()).isEqualTo(replayed.requestId());
            assertThat(call.context().replay()).isTrue();
        });
        DeadLetter after = find(letter);
        assertThat(replayed.letter()).contains(after);
        assertThat(after.replays().state()).isEqualTo(LetterState.REPLAYED);
        assertThat(after.replays().last().orElseThrow().requestId()).isEqualTo(replayed.requestId());
        assertThat(after.replays().last().orElseThrow().caller()).isEqualTo("ops");
        assertThat(after.replays().last().orElseThrow().outcome()).contains(Outcome.SUCCESS);
        assertRefused(letter, true, Reason.NOT_WAITING, "was replayed by request " + replayed.requestId());
    }

    @Test
    void isDoneWithALetterWhoseToolAnswersThatItFailed() throws Exception {
        pipeline = call -> CompletableFuture.completedFuture(new ToolError(Json.object()));
        DeadLetter letter = store(down(), "{}");
        get(replayer.replay(letter.id(), OPERATOR, false));
        assertThat(find(letter).replays().state()).isEqualTo(LetterState.REPLAYED);
    }

    @Test
    void countsReplaysThatFailAndPutsTheNextOneOff() throws Exception {
        pipeline = call -> CompletableFuture.completedFuture(down());
        DeadLetter letter = store(down(), "{}");
        for (int attempt = 1; attempt <= 3; attempt++) {
            get(replayer.replay(letter.id(), OPERATOR, false));
            var replays = find(letter).replays();
            assertThat(replays.state()).isEqualTo(LetterState.WAITING);
            assertThat(replays.attempts()).isEqualTo(attempt);
            assertThat(Duration.between(
                            replays.last().orElseThrow().at(), replays.next().orElseThrow()))
                    .isEqualTo(DELAY.multipliedBy(1L << attempt));
        }
        assertThat(get(letters.count())).as("one letter for ever").isEqualTo(1L);
    }

    @Test
    @DisplayName("S0.13: what may have run is replayed only where the tool may run twice, or somebody answers for it")
    void keepsToTheRuleOfSendingAgain() throws Exception {
        DeadLetter letter = store(Failed.timedOut("files", "no answer with token=abcdefgh"), "{}");
        assertRefused(
                letter, false, Reason.MAY_HAVE_RUN, "may have run (timed_out)", "\"force\": true", "\"idempotent\"");
        assertThat(calls).isEmpty();

        pipeline = call -> CompletableFuture.completedFuture(Failed.timedOut("files", "no answer with token=abcdefgh"));
        get(replayer.replay(letter.id(), OPERATOR, true));
        assertThat(find(letter).replays().last().orElseThrow().message()).isEqualTo("no answer with token=[redacted]");

        publish(Tools.limits().idempotent().build(), "read");
        get(replayer.replay(letter.id(), OPERATOR, false));
        assertThat(calls).hasSize(2);
    }

    @Test
    void takesAReplayWithoutAnAnswerForOneThatMayHaveRun() throws Exception {
        pipeline = call -> CompletableFuture.completedFuture(Failed.outcomeUnknown("files", "lost"));
        DeadLetter letter = store(down(), "{}");
        get(replayer.replay(letter.id(), OPERATOR, false));
        assertRefused(letter, false, Reason.MAY_HAVE_RUN, "may have run (outcome_unknown)");
    }

    @Test
    @DisplayName("S0.13: a letter whose tool is gone stays, with the reason")
    void leavesALetterWhoseToolIsGone() throws Exception {
        DeadLetter letter = store(down(), "{}");
        publish(CallSettings.DEFAULTS, "write");
        assertRefused(letter, true, Reason.TOOL_GONE, "files has no tool read");
        catalog.remove("files");
        assertRefused(letter, true, Reason.TOOL_GONE, "there is no server files");
        assertThat(find(letter)).isEqualTo(letter);
    }

    @Test
    void leavesALetterWhoseToolGoesMeanwhile() throws Exception {
        pipeline = call -> CompletableFuture.completedFuture(Rejected.notFound("Server files has no tool named read"));
        DeadLetter letter = store(down(), "{}");
        get(replayer.replay(letter.id(), OPERATOR, false));
        var replays = find(letter).replays();
        assertThat(replays.state()).isEqualTo(LetterState.WAITING);
        assertThat(replays.mayHaveRun()).isFalse();
        assertThat(replays.last().orElseThrow().outcome()).contains(Outcome.NOT_FOUND);
    }

    @Test
    void doesNotReplayWhatIsNotWhole() throws Exception {
        DeadLetter letter = store(down(), "{\"password\":\"hunter2\"}");
        assertRefused(letter, true, Reason.INCOMPLETE, "looks like a secret", "discard the letter");
    }

    @Test
    void replaysOneLetterOnceWhoeverAsks() throws Exception {
        CompletableFuture<ToolCallResult> running = new CompletableFuture<>();
        pipeline = call -> running;
        DeadLetter letter = store(down(), "{}");
        CompletableFuture<Replayed> first = replayer.replay(letter.id(), OPERATOR, false);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !calls.isEmpty());
        assertRefused(letter, true, Reason.NOT_WAITING, "is being replayed by request");
        running.complete(new Success(Json.object(), false));
        get(first);
        assertThat(calls).hasSize(1);
    }

    @Test
    void replaysManyAndSaysOfEachWhatBecameOfIt() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(store(i == 3 ? Failed.timedOut("files", "late") : down(), "{}")
                    .id());
        }
        ids.add("unknown");
        List<ReplayBatch.Item> items = get(new ReplayBatch(replayer).replay(ids, OPERATOR, false));
        assertThat(items).extracting(ReplayBatch.Item::id).containsExactlyElementsOf(ids);
        assertThat(items).filteredOn(item -> item.replayed().isPresent()).hasSize(11);
        assertThat(items.get(3).failure()).isPresent();
        assertThat(items.get(12).failure()).isPresent();
        assertThat(calls).hasSize(11);
    }

    private static final DeadLetterSettings SETTINGS = new DeadLetterSettings(
            "unused",
            Duration.ofDays(30),
            1000,
            DataSize.ofMegabytes(16),
            1000,
            100,
            List.of(),
            DeadLetterReplaySettings.DEFAULTS);

    private void publish(CallSettings calls, String tool) {
        catalog.replace(ToolSource.of(Tools.settings("files", calls)), List.of(Tools.definition(tool)));
    }

    private static Failed down() {
        return Failed.down("files", "files is down", Duration.ofSeconds(1));
    }

    private DeadLetter store(Failed failed, String arguments) throws Exception {
        ToolCall call = new ToolCall(
                "files",
                "read",
                (ObjectNode) Json.read(arguments),
                new CallContext("r-1", Caller.ANONYMOUS, Instant.now(), 0),
                Optional.of(ArgumentMode.COERCE),
                null,
                false);
        DeadLetter letter = factory.deadLetterOf(call, failed, "NETWORK");
        get(letters.store(letter));
        return letter;
    }

    private DeadLetter find(DeadLetter letter) throws Exception {
        return get(letters.find(letter.id())).orElseThrow();
    }

    private void assertRefused(DeadLetter letter, boolean force, Reason reason, String... why) {
        assertThatThrownBy(() -> get(replayer.replay(letter.id(), OPERATOR, force)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(ReplayRefusedException.class, refused -> {
                    assertThat(refused.refusal().reason()).isEqualTo(reason);
                    assertThat(refused.refusal().message()).contains(why);
                });
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }
}
