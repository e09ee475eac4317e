package io.mehari.history.change;

import static io.mehari.history.change.ChangeFixture.ADA;
import static io.mehari.history.change.ChangeFixture.asked;
import static io.mehari.history.change.ChangeFixture.batch;
import static io.mehari.history.change.ChangeFixture.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.generation.Generation;
import io.mehari.event.AlertSeverity;
import io.mehari.event.ChangeRefused;
import io.mehari.event.EventQueue;
import io.mehari.history.Author;
import io.mehari.history.FileSet;
import io.mehari.history.FilesOnDisk;
import io.mehari.history.KeptVersion;
import io.mehari.history.Remarks;
import io.mehari.history.change.RefusedFilesException.Reason;
import io.mehari.reload.FileChanges.FirstStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes that are asked for run and are kept, or are refused, recorded and change nothing. */
class ChangesTest {
    private static final String FILE = "routes/tools/asked.camel.yaml";

    @TempDir
    static Path directory;

    private static ChangeFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ChangeFixture(directory);
        fixture.reload.look(FirstStep.NONE);
    }

    @AfterAll
    static void stop() {
        fixture.close();
        fixture = null;
    }

    @BeforeEach
    void withoutTheFile() throws Exception {
        Files.deleteIfExists(fixture.places.path(FILE));
        fixture.reload.look(FirstStep.NONE);
    }

    @Test
    void theFilesOfTheStartAreTheFirstVersion() {
        KeptVersion first = fixture.store.all().get(fixture.store.all().size() - 1);

        assertThat(first.author()).isEqualTo(Author.START);
        assertThat(first.accepted()).isTrue();
        assertThat(first.files()).containsKeys("config/mcp-servers.json", "routes/pipeline/tool-call.camel.yaml");
        assertThat(first.effective().isReached()).isTrue();
    }

    @Test
    @DisplayName("S0.7: a change runs, and is kept with time, author, difference and the digest that runs")
    void aChangeRunsAndIsKept() throws Exception {
        ChangeOutcome outcome = fixture.changes.apply(asked("routes", Map.of(FILE, tool("asked", "one"))));

        assertThat(fixture.answerOf("asked")).contains("one");
        KeptVersion kept = outcome.version().orElseThrow();
        assertThat(kept.accepted()).isTrue();
        assertThat(kept.author()).isEqualTo(ADA);
        assertThat(kept.at()).isEqualTo(ChangeFixture.NOW);
        assertThat(kept.effective().isReached()).isTrue();
        assertThat(kept.effective().running())
                .isEqualTo(fixture.gateway.running.current().orElseThrow().fingerprint());
        assertThat(outcome.changes()).containsExactly(Map.entry(FILE, "added"));
        assertThat(fixture.recorder.runningVersion()).contains(kept);
    }

    @Test
    void aChangeOnDiskIsKeptAsThatOfAFile() throws Exception {
        Files.writeString(fixture.places.path(FILE), tool("asked", "dropped"));
        fixture.reload.look(FirstStep.NONE);

        KeptVersion kept = fixture.store.all().get(0);
        assertThat(kept.author()).isEqualTo(Author.FILE);
        assertThat(kept.accepted()).isTrue();
        int before = fixture.store.all().size();
        fixture.reload.look(FirstStep.NONE);
        assertThat(fixture.store.all()).as("nothing has changed").hasSize(before);
    }

    @Test
    @DisplayName("S0.7: what became of a change is recorded while the next one may take effect")
    void aLookDoesNotWaitUntilItIsRecorded() throws Exception {
        Deque<Runnable> recording = new ArrayDeque<>();
        int before = last();
        fixture.background = recording::add;
        try {
            Files.writeString(fixture.places.path(FILE), tool("asked", "one"));
            fixture.reload.look(FirstStep.NONE);
            Files.writeString(fixture.places.path(FILE), tool("asked", "two"));
            fixture.reload.look(FirstStep.NONE);
            assertThat(last()).isEqualTo(before);
            assertThat(recording)
                    .as("one that waits records all that is there until then")
                    .hasSize(1);
            recording.remove().run();
            assertThat(last()).isEqualTo(before + 1);
            fixture.background = work -> {
                throw new RejectedExecutionException("the gateway is stopping");
            };
            Files.writeString(fixture.places.path(FILE), tool("asked", "three"));
            fixture.reload.look(FirstStep.NONE);
            assertThat(last()).as("not lost").isEqualTo(before + 2);
        } finally {
            fixture.background = Runnable::run;
        }
    }

    private static int last() {
        return fixture.store.all().get(0).number();
    }

    @Test
    @DisplayName("S0.7: what is on disk is checked as it is, and nothing of it runs")
    void checksWhatIsOnDisk() throws Exception {
        FileSet before = FilesOnDisk.in(fixture.places).set();
        assertThat(fixture.changes.disk(before).changes()).isEmpty();
        Files.writeString(fixture.places.path(FILE), tool("asked", "dropped"));
        assertThat(fixture.changes.disk(before).changes()).containsExactly(Map.entry(FILE, "added"));
        Files.writeString(fixture.places.path(FILE), "- route: {id: x, from: [");
        assertThatThrownBy(() -> fixture.changes.disk(before))
                .isInstanceOfSatisfying(
                        RefusedFilesException.class,
                        refused -> assertThat(refused.problems())
                                .anySatisfy(problem ->
                                        assertThat(problem.toString()).contains("asked.camel.yaml")));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("broken YAML", "- route: {id: x, from: [", "asked.camel.yaml"),
                Arguments.of("half-written", tool("asked", "x").substring(0, 70), "asked.camel.yaml"),
                Arguments.of("unknown step", tool("asked", "x").replace("setBody", "setBdy"), "setBody"),
                Arguments.of(
                        "does not start",
                        tool("asked", "x").replace("setBody:\n            constant: x", "to: \"file:?noop=maybe\""),
                        "asked.camel.yaml"),
                Arguments.of("binary", "PK\u0003\u0004\u0000", "no text"),
                Arguments.of("5 MB", "#".repeat((5 << 20) + 1), "5 MiB"),
                Arguments.of("1 MiB and more", "# " + "x".repeat(1 << 20) + "\n" + tool("asked", "x"), "1 MiB"),
                Arguments.of("what hides a secret", tool("asked", "[redacted]"), "hides a secret"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aBadFileChangesNothing(String what, String content, String said) throws Exception {
        Generation before = fixture.gateway.running.current().orElseThrow();

        assertThatThrownBy(() -> fixture.changes.apply(asked("routes", Map.of(FILE, content))))
                .isInstanceOfSatisfying(
                        RefusedFilesException.class,
                        refused -> assertThat(refused.problems())
                                .anySatisfy(problem ->
                                        assertThat(problem.toString()).contains(said)));

        assertThat(fixture.places.path(FILE)).doesNotExist();
        assertThat(fixture.gateway.running.current()).contains(before);
        assertThat(fixture.reload.problems()).isEmpty();
        assertThat(fixture.recorder.runningVersion().orElseThrow().accepted()).isTrue();
        try (Stream<Path> left = Files.list(fixture.places.routes().resolve("tools"))) {
            assertThat(left).noneMatch(path -> path.toString().endsWith(".tmp"));
        }
    }

    @Test
    void aRefusedChangeIsRecordedWithItsMessages() {
        String wrong = tool("asked", "x").replace("setBody", "setBdy");

        assertThatThrownBy(() -> fixture.changes.apply(asked("routes", Map.of(FILE, wrong))))
                .isInstanceOf(RefusedFilesException.class);

        KeptVersion refused = fixture.store.all().get(0);
        assertThat(refused.accepted()).isFalse();
        assertThat(refused.author()).isEqualTo(ADA);
        assertThat(refused.problems()).anySatisfy(problem -> assertThat(problem).contains(FILE, "setBody"));
        assertThat(refused.files()).containsKey(FILE);
    }

    @Test
    @DisplayName("S0.7: a change by request that is refused is told as a file that is")
    void aRefusedChangeIsToldUntilOneIsMade() throws Exception {
        EventQueue<ChangeRefused> told = fixture.events.subscribe(ChangeRefused.class, 10);
        String wrong = tool("asked", "x").replace("setBody", "setBdy");
        assertThatThrownBy(() ->
                        fixture.changes.dryRun(AskedChange.dry("routes", batch(Map.of(FILE, wrong)), Optional.empty())))
                .isInstanceOf(RefusedFilesException.class);
        assertThat(told.drain(10)).as("a dry run asks only").isEmpty();

        assertThatThrownBy(() -> fixture.changes.apply(asked("routes", Map.of(FILE, wrong))))
                .isInstanceOf(RefusedFilesException.class);

        assertThat(told.drain(10)).singleElement().satisfies(refused -> {
            assertThat(refused.how()).isEqualTo("api");
            assertThat(refused.author()).isEqualTo("ada");
            assertThat(refused.files()).containsExactly(FILE);
            assertThat(refused.reason()).contains(FILE, "setBody");
            assertThat(refused.at()).isEqualTo(ChangeFixture.NOW);
        });
        assertThat(fixture.refused.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.subject()).isEqualTo(FILE);
            assertThat(issue.severity()).isEqualTo(AlertSeverity.INFO);
            assertThat(issue.cause()).contains("setBody");
        });

        fixture.changes.apply(asked("routes", Map.of(FILE, tool("asked", "x"))));
        assertThat(fixture.refused.issues()).isEmpty();
        assertThat(told.drain(10)).isEmpty();
    }

    @Test
    void whatTheCheckLetsThroughAndDoesNotStartIsTakenBack() throws Exception {
        Files.writeString(fixture.places.path(FILE), tool("asked", "before"));
        fixture.reload.look(FirstStep.NONE);
        String clash = tool("other", "x").replace("ai-tool:other", "ai-tool:asked");

        assertThatThrownBy(() -> fixture.changes.apply(asked("routes", Map.of("routes/tools/other.camel.yaml", clash))))
                .isInstanceOf(RefusedFilesException.class);

        assertThat(fixture.places.path("routes/tools/other.camel.yaml")).doesNotExist();
        assertThat(fixture.answerOf("asked")).contains("before");
        assertThat(fixture.reload.problems()).isEmpty();
    }

    @Test
    void aWrongEntryOfAServerIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> fixture.changes.apply(asked(
                        "config", Map.of("config/mcp-servers.json", "{\"mcpServers\": {\"a\": {\"comand\": \"x\"}}}"))))
                .isInstanceOfSatisfying(
                        RefusedFilesException.class,
                        refused -> assertThat(refused.problems()).anySatisfy(problem -> {
                            assertThat(problem.file()).isEqualTo("config/mcp-servers.json");
                            assertThat(problem.message())
                                    .startsWith("config/mcp-servers.json")
                                    .contains("command");
                        }));
        assertThat(fixture.places.path("config/mcp-servers.json")).hasContent(ChangeFixture.SERVERS);
    }

    @Test
    void aDryRunDoesNothingAndRecordsNothing() throws Exception {
        int kept = fixture.store.all().size();

        ChangeOutcome outcome = fixture.changes.dryRun(
                AskedChange.dry("routes", batch(Map.of(FILE, tool("asked", "x"))), Optional.empty()));

        assertThat(outcome.changes()).containsExactly(Map.entry(FILE, "added"));
        assertThat(fixture.places.path(FILE)).doesNotExist();
        assertThatThrownBy(() ->
                        fixture.changes.dryRun(AskedChange.dry("routes", batch(Map.of(FILE, "- x")), Optional.empty())))
                .isInstanceOf(RefusedFilesException.class);
        assertThat(fixture.store.all()).hasSize(kept);
    }

    @Test
    void ofTwoWhoReadTheSameTheSecondIsTold() throws Exception {
        String tag = Tags.of(FilesOnDisk.in(fixture.places).set(), "routes");
        fixture.changes.apply(
                new AskedChange("routes", batch(Map.of(FILE, tool("asked", "mine"))), ADA, Optional.of(tag)));

        assertThatThrownBy(() -> fixture.changes.apply(
                        new AskedChange("routes", batch(Map.of(FILE, tool("asked", "theirs"))), ADA, Optional.of(tag))))
                .isInstanceOfSatisfying(
                        RefusedFilesException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.CHANGED_MEANWHILE));

        assertThat(fixture.answerOf("asked")).contains("mine");
        String own = Tags.of(Files.readAllBytes(fixture.places.path(FILE)));
        fixture.changes.apply(
                new AskedChange("routes", batch(Map.of(FILE, tool("asked", "next"))), ADA, Optional.of(own)));
        assertThat(fixture.answerOf("asked")).contains("next");
    }

    @Test
    void rolledBackIsWhatWasThen() throws Exception {
        int then = fixture.changes
                .apply(asked("routes", Map.of(FILE, tool("asked", "then"))))
                .version()
                .orElseThrow()
                .number();
        fixture.changes.apply(
                asked("routes", Map.of(FILE, tool("asked", "now"), "routes/tools/more.camel.yaml", tool("more", "x"))));

        ObjectNode told = get(fixture.administration.rollBack(List.of("routes"), then, ADA, Optional.empty(), false));

        assertThat(fixture.answerOf("asked")).contains("then");
        assertThat(fixture.places.path("routes/tools/more.camel.yaml")).doesNotExist();
        assertThat(told.at("/version/result").asText()).isEqualTo("ACK");
        assertThat(told.at("/changes").findValuesAsText("change")).containsExactlyInAnyOrder("changed", "removed");
    }

    @Test
    void aVersionThatDoesNotValidateAnyMoreIsNotRolledBackTo() throws Exception {
        String caller = tool("asked", "x").replace("setBody:\n            constant: x", "to: \"ai-tool:nothing\"");
        assertThat(caller).contains("to:");
        KeptVersion then = fixture.changes
                .apply(asked("routes", Map.of(FILE, tool("asked", "then"))))
                .version()
                .orElseThrow();
        KeptVersion asIfKept = fixture.store.keep(
                fixture.store.files(then).with(batch(Map.of(FILE, caller)).contents()),
                true,
                new Remarks(ChangeFixture.NOW, ADA, List.of(), then.effective(), fixture.places.home()));

        assertThatThrownBy(() -> get(fixture.administration.rollBack(
                        List.of("routes"), asIfKept.number(), ADA, Optional.empty(), false)))
                .isInstanceOfSatisfying(
                        RefusedFilesException.class,
                        refused -> assertThat(refused.problems())
                                .anySatisfy(
                                        problem -> assertThat(problem.file()).isEqualTo(FILE)));

        assertThat(fixture.answerOf("asked")).contains("then");
        assertThat(fixture.store.all().get(0).accepted()).isFalse();
    }

    @Test
    void aDamagedVersionIsNotRolledBackTo() throws Exception {
        KeptVersion then = fixture.changes
                .apply(asked("routes", Map.of(FILE, tool("asked", "damaged"))))
                .version()
                .orElseThrow();
        Files.writeString(
                directory.resolve("data/history/contents").resolve(then.files().get(FILE)), "by hand");
        fixture.changes.apply(asked("routes", Map.of(FILE, tool("asked", "now"))));

        assertThatThrownBy(() -> get(fixture.administration.rollBack(
                        List.of("routes"), then.number(), ADA, Optional.empty(), false)))
                .hasMessageContaining("damaged");

        assertThat(fixture.answerOf("asked")).contains("now");
    }

    @Test
    void neitherAnUnknownNorARefusedVersionIsRolledBackTo() {
        assertThatThrownBy(() -> fixture.changes.apply(asked("routes", Map.of(FILE, "- x"))))
                .isInstanceOf(RefusedFilesException.class);
        int refused = fixture.store.all().get(0).number();

        assertThatThrownBy(() ->
                        get(fixture.administration.rollBack(List.of("routes"), refused, ADA, Optional.empty(), true)))
                .hasMessageContaining("was refused");
        assertThatThrownBy(() ->
                        get(fixture.administration.rollBack(List.of("routes"), 9_999, ADA, Optional.empty(), true)))
                .isInstanceOfSatisfying(
                        RefusedFilesException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void configurationThatRunsAndWouldEndAStartIsRefusedAndSaid() throws Exception {
        Path file = fixture.places.path("config/error-patterns.yaml");
        Files.writeString(file, "rules: {no list");
        fixture.reload.look(FirstStep.NONE);

        KeptVersion refused = fixture.store.all().get(0);
        assertThat(refused.accepted()).isFalse();
        assertThat(refused.problems())
                .anySatisfy(problem -> assertThat(problem).contains("config/error-patterns.yaml"));
        assertThat(new HistoryHealth(fixture.recorder).check().detail())
                .contains("would end a start", "config/error-patterns.yaml");
        assertThat(fixture.recorder.runningVersion().orElseThrow().files())
                .doesNotContainKey("config/error-patterns.yaml");

        Files.delete(file);
        fixture.reload.look(FirstStep.NONE);
        assertThat(new HistoryHealth(fixture.recorder).check().healthy()).isTrue();
    }

    @Test
    void driftNamesWhatDoesNotRun() throws Exception {
        assertThat(get(fixture.administration.drift("routes")).path("drift").asBoolean())
                .isFalse();
        Files.writeString(fixture.places.path(FILE), "- x");
        fixture.reload.look(FirstStep.NONE);

        ObjectNode drift = get(fixture.administration.drift("routes"));

        assertThat(drift.path("drift").asBoolean()).isTrue();
        assertThat(drift.at("/files/0/file").asText()).isEqualTo(FILE);
        assertThat(drift.at("/problems/0").asText()).contains("asked.camel.yaml");
        assertThat(drift.at("/effective/reached").asBoolean()).isFalse();
        assertThat(fixture.store.all().get(0).accepted()).isFalse();
    }

    private static ObjectNode get(CompletableFuture<ObjectNode> answer) throws Exception {
        try {
            return answer.orTimeout(60, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
