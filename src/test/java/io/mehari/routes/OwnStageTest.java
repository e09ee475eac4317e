package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.deadletter.DeadLetters;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

@DisplayName("S0.7: stages and tools of users know who calls what, and can refuse and answer a call")
class OwnStageTest extends ServingGatewayFixture {
    private static final String VALIDATE = "pipeline/tool-call-validate.camel.yaml";

    @AfterEach
    void restore() throws Exception {
        FileSystemUtils.deleteRecursively(gateway.routes);
        FileSystemUtils.copyRecursively(Path.of("routes"), gateway.routes);
        gateway.upstream.answerWith(call -> call.answer("fine"));
    }

    @ParameterizedTest
    @CsvSource({
        "${exchangeProperty.mehariCall.server}, files",
        "${exchangeProperty.mehariCall.tool}, read",
        "${exchangeProperty.mehariCall.context.caller.name}, anonymous",
        "${exchangeProperty.mehariTool.server}, files",
        "${exchangeProperty.mehariCall.context.requestId.length}, 36"
    })
    void aStageKnowsWhoCallsWhat(String expression, String value) {
        stage("        - setVariable: {name: it, simple: '" + expression + "'}\n"
                + "        - setBody: {jq: {expression: '{it: variable(\"it\")}'}}\n");
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(gateway.upstream.last().arguments.path("it").asText()).isEqualTo(value);
    }

    @Test
    void aToolKnowsForWhomItWorks() throws Exception {
        gateway.write(
                "tools/whoami.camel.yaml",
                "- route:\n    id: whoami\n    errorHandler: {noErrorHandler: {}}\n    from:\n"
                        + "      uri: ai-tool:whoami\n      steps:\n        - setBody:\n            simple: >-\n"
                        + "              ${exchangeProperty.mehariCalledBy.context.caller.name} calls"
                        + " ${exchangeProperty.mehariCalledBy.tool}\n");
        gateway.reload();
        Success success = (Success) gateway.outcome("camel", "whoami", "{}");
        assertThat(success.result()).isEqualTo(Tools.text("anonymous calls whoami"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "forbidden('Not on Sundays')       | FORBIDDEN    | Not on Sundays | 0",
                "notFound('No such order')         | NOT_FOUND    | No such order  | 0",
                "limited('Ask again later', 7)     | RATE_LIMITED | Ask again later | 7",
                "limited('Ask again later', 0)     | RATE_LIMITED | Ask again later | 1",
                "forbidden('${exchangeProperty.mehariCall.tool} is closed') | FORBIDDEN | read is closed | 0",
                "forbidden('')                     | FORBIDDEN    | A route of the gateway has refused this call | 0"
            })
    void aStageRefusesACallInItsOwnWords(String method, Outcome outcome, String message, int seconds) {
        int before = gateway.upstream.calls.size();
        stage("        - setProperty:\n            name: mehariResult\n            method:\n              ref: refuse\n"
                + "              method: \"" + method + "\"\n");
        Rejected refused = (Rejected) gateway.outcome("files", "read", "{}");
        assertThat(refused.outcome()).isEqualTo(outcome);
        assertThat(refused.message()).isEqualTo(message);
        assertThat(refused.retryAfter())
                .isEqualTo(seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
        assertThat(gateway.upstream.calls).as("sent").hasSize(before);
    }

    @Test
    void aStageRefusesACallByAStep() {
        stage("        - process: {ref: refuse}\n");
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "constant: closed today                                     | closed today",
                "jq: {expression: '{open: false}'}                          | {\"open\":false}",
                "jq: {expression: '[{type: \"text\", text: \"closed\"}]'}   | closed"
            })
    void aStageAnswersACallInPlaceOfTheTool(String body, String text) {
        int before = gateway.upstream.calls.size();
        stage("        - setBody: {" + body + "}\n        - process: {ref: answer}\n");
        Success answered = (Success) gateway.outcome("files", "read", "{}");
        assertThat(answered.result()).isEqualTo(Tools.text(text));
        assertThat(gateway.upstream.calls).as("sent").hasSize(before);
    }

    @Test
    void aResultThatIsWholeIsTheAnswerAsItIs() throws Exception {
        stage("        - setBody: {jq: {expression: '{content: [{type: \"text\", text: \"no\"}], isError: true}'}}\n"
                + "        - process: {ref: answer}\n");
        ToolCallResult answered = gateway.outcome("files", "read", "{}");
        assertThat(answered).isInstanceOf(ToolError.class);
        assertThat(((ToolError) answered).result()).isEqualTo(Tools.text("no").put("isError", true));
    }

    /** What is said in an error may be what must not be said. */
    @Test
    void aStageChangesTheErrorOfAToolAndItStaysOne() throws Exception {
        String dispatch = "pipeline/tool-call-dispatch.camel.yaml";
        gateway.write(
                dispatch,
                gateway.read(dispatch) + "        - setBody: {jq: {expression: '.content[0].text = \"hidden\"'}}\n");
        gateway.reload();
        ObjectNode error = Tools.text("secret").put("isError", true);
        gateway.upstream.answerWith(call -> call.result().complete(error.deepCopy()));
        ToolCallResult answered = gateway.outcome("files", "read", "{}");
        assertThat(answered.outcome()).isEqualTo(Outcome.TOOL_ERROR);
        assertThat(Json.text(((ToolError) answered).result()))
                .contains("hidden")
                .doesNotContain("secret");
    }

    @Test
    void aRefusedCallLeavesNoDeadLetter() {
        stage("        - process: {ref: refuse}\n");
        DeadLetters letters = gateway.beans.getBean(DeadLetters.class);
        long before = letters.count().join();
        gateway.outcome("files", "read", "{}");
        assertThat(letters.count().join()).isEqualTo(before);
    }

    @Test
    void aRecoveryRouteSaysWhatIsSaidOnFailuresOfItsCategory() {
        gateway.write(
                "recovery/recover-timeout.camel.yaml",
                "- route:\n    id: recover-timeout\n    errorHandler: {noErrorHandler: {}}\n    from:\n"
                        + "      uri: direct:recover-timeout\n      steps:\n        - setBody:\n"
                        + "            jq: '{content: [{type: \"text\", text: \"the night shift is slow\"}], isError: true}'\n"
                        + "        - process: {ref: answer}\n");
        gateway.reload();
        gateway.upstream.answerWith(call -> call.fail(Failed.timedOut("files", "no answer")));
        ToolCallResult answered = gateway.outcome("files", "read", "{}");
        assertThat(answered).isInstanceOf(ToolError.class);
        assertThat(Json.text(((ToolError) answered).result())).contains("the night shift is slow");
    }

    @Test
    void aTapInTheStageThatRecordsSeesFailuresAndRefusalsToo() {
        String record = "pipeline/tool-call-record.camel.yaml";
        gateway.write(
                record,
                gateway.read(record)
                        + "        - setVariable: {name: 'global:seen', simple: '${variable.global:seen} ${exchangeProperty.mehariResult.outcome}'}\n");
        gateway.write(
                "tools/seen.camel.yaml",
                "- route:\n    id: seen\n    errorHandler: {noErrorHandler: {}}\n    from:\n      uri: ai-tool:seen\n"
                        + "      steps:\n        - setBody: {simple: '${variable.global:seen}'}\n");
        gateway.reload();
        gateway.outcome("files", "read", "{}");
        gateway.outcome("nobody", "nothing", "{}");
        gateway.upstream.answerWith(call -> call.fail(Failed.timedOut("files", "no answer")));
        gateway.outcome("files", "read", "{}");
        Success seen = (Success) gateway.outcome("camel", "seen", "{}");
        assertThat(seen.result().at("/content/0/text").asText()).contains("SUCCESS NOT_FOUND TIMED_OUT");
    }

    /** At the end of the stage that checks arguments, where none has been answered. */
    private static void stage(String steps) {
        gateway.write(VALIDATE, gateway.read(VALIDATE) + steps);
        gateway.reload();
    }
}
