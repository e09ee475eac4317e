package io.mehari.cli.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.cli.CommandRun;
import io.mehari.launch.GatewayFixture;
import io.mehari.launch.RouteFilesCheck;
import io.mehari.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

@DisplayName("S0.7: what mehari new writes is found to be right, and works in a gateway that runs")
class NewCommandTest {
    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void aToolAnswersAndOtherToolsGoOn() throws Exception {
        serve();
        CommandRun run = wanted("tool", "stock-of");
        assertThat(run.out())
                .contains(
                        "routes/tools/stock-of.camel.yaml",
                        "curl http://127.0.0.1:8000/camel/stock_of",
                        "mehari check",
                        "within two seconds");
        gateway.reload();
        assertThat(gateway.generations.warnings()).isEmpty();
        assertThat(gateway.outcome("camel", "stock_of", "{\"text\": \"hello\"}"))
                .hasFieldOrPropertyWithValue("result", Tools.text("{\"said\":\"hello\"}"));
        assertThat(gateway.outcome("camel", "stock_of", "{}").outcome()).isEqualTo(Outcome.INVALID_ARGUMENTS);
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void aStageIsPassedWhereTheStepStandsThatIsPrinted() throws Exception {
        serve();
        CommandRun run = wanted("stage", "shout");
        String step = run.out()
                .substring(run.out().indexOf("        - to:"), run.out().indexOf("  - mehari check"));
        assertThat(run.out()).contains("no call passes it yet");
        String order = gateway.read(RouteDraft.ORDER);
        String next = "        - to:\n            id: cache-lookup";
        assertThat(order).contains(next).doesNotContain("shout");
        gateway.write(RouteDraft.ORDER, order.replace(next, step.replace("\r", "") + next));
        everyCallPasses("shout");
    }

    @Test
    void aStageOfAFolderWithoutTheOrderComesWithOne() throws Exception {
        CommandRun run = wanted("stage", "shout");
        assertThat(run.out()).contains("which was written as well");
        Path written = directory.resolve("routes");
        serve("gateway");
        FileSystemUtils.copyRecursively(written, gateway.routes);
        everyCallPasses("shout");
    }

    private void everyCallPasses(String stage) {
        String file = "pipeline/tool-call-" + stage + ".camel.yaml";
        gateway.write(file, gateway.read(file).replaceFirst("(?s)- log:.*", "- setBody: {constant: '{}'}\n"));
        gateway.reload();
        assertThat(gateway.generations.warnings()).isEmpty();
        assertThat(gateway.outcome("files", "read", "{\"a\": 1}").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(gateway.upstream.last().arguments)
                .as("what the stage made of them")
                .isEmpty();
        assertThat(gateway.outcome("files", "checked", "{}").outcome()).isEqualTo(Outcome.INVALID_ARGUMENTS);
        assertThat(gateway.outcome("nobody", "nothing", "{}").outcome()).isEqualTo(Outcome.NOT_FOUND);
    }

    @Test
    void aStageLetsEveryCallPassAsItIs() throws Exception {
        wanted("stage", "note");
        Path written = directory.resolve("routes");
        serve("gateway");
        FileSystemUtils.copyRecursively(written, gateway.routes);
        gateway.reload();
        assertThat(gateway.outcome("files", "read", "{\"a\": 1}").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(gateway.upstream.last().arguments).isEqualTo(Tools.json("{'a': 1}"));
        assertThat(gateway.outcome("camel", "current_time", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    /** The category of the failure is a shipped one, whose route hands over to the new one. */
    @Test
    void aRecoverySendsAgainWhatDidNotRun() throws Exception {
        serve();
        CommandRun run = wanted("recovery", "archive");
        assertThat(run.out()).contains("failures of the category ARCHIVE", "recover: recover-archive");
        gateway.write(
                "recovery/recover-connection.camel.yaml",
                "- route:\n    id: recover-connection\n    errorHandler: {noErrorHandler: {}}\n    from:\n"
                        + "      uri: direct:recover-connection\n      steps:\n        - to: direct:recover-archive\n");
        gateway.reload();
        AtomicInteger attempts = new AtomicInteger();
        gateway.upstream.answerWith(call -> {
            if (attempts.incrementAndGet() == 1) {
                call.fail(Failed.down("files", "Upstream files is restarting", Duration.ofMillis(1)));
            } else {
                call.answer("fine");
            }
        });
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(attempts).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({
        "tool, a-tool, tools/a-tool",
        "STAGE, tool-call-a, pipeline/tool-call-a",
        "recovery, recover-a, recovery/recover-a"
    })
    void whatIsWrittenIsFoundToBeRight(String kind, String name, String file) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("routes"), directory.resolve("routes"));
        wanted(kind, name);
        assertThat(directory.resolve("routes/" + file + ".camel.yaml"))
                .content()
                .startsWith("# ");
        RouteFilesCheck check = RouteFilesCheck.of(
                directory.resolve("routes"), true, directory.resolve("plugins"), Set.of(), setting -> null);
        assertThat(check.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"tool, a, tools/a", "stage, a, pipeline/tool-call-a", "recovery, a, recovery/recover-a"})
    void nothingIsOverwritten(String kind, String name, String file) throws IOException {
        Path there = directory.resolve("routes/" + file + ".camel.yaml");
        Files.createDirectories(there.getParent());
        Files.writeString(there, "mine");
        CommandRun run = run(kind, name);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("is there already", "Nothing was written");
        assertThat(there).hasContent("mine");
        assertThat(directory.resolve("routes/pipeline/tool-call.camel.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"tool, current-time", "stage, admit", "recovery, timeout"})
    void aShippedFileIsNotReplacedByAccident(String kind, String name) {
        CommandRun run = run(kind, name);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("the gateway itself has a file");
        assertThat(directory.resolve("routes")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stockOf", "stock_of", "Stock Of", "../stock-of", "stock-of.camel.yaml", "-", "\u00fc"})
    void aNameThatIsNoneIsRefused(String name) {
        CommandRun run = run("tool", name);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isNotBlank();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theNameThatWasMeantIsTold() {
        assertThat(run("tool", "stockOf").err()).contains("did you mean stock-of?");
        assertThat(run("tol", "stock-of").err()).containsIgnoringCase("tool, stage, recovery");
    }

    private void serve() throws Exception {
        serve("");
    }

    private void serve(String folder) throws Exception {
        Path place = folder.isEmpty() ? directory : Files.createDirectory(directory.resolve(folder));
        gateway = new GatewayFixture(
                place,
                Tools.settings(
                        "files", Tools.limits().retry(2, Duration.ofMillis(1)).build()));
        gateway.upstream.answerWith(call -> call.answer("fine"));
        gateway.reload();
    }

    private CommandRun wanted(String kind, String name) {
        CommandRun run = run(kind, name);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private CommandRun run(String kind, String name) {
        return CommandRun.of(Map.of("NO_COLOR", "1"), "new", kind, name, "--dir", directory.toString());
    }
}
