package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What routes/README.md tells to write works, word for word, and leaves everything else as it was. */
class RoutesReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    private GatewayFixture gateway;
    private List<String> blocks;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files"));
        gateway.upstream.answerWith(
                call -> call.answer(call.arguments.path("message").asText("none")));
        blocks = BLOCK.matcher(Files.readString(Path.of("routes/README.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void itsStageWorksAndEveryOtherToolAsWell() {
        gateway.write("pipeline/tool-call-shout.camel.yaml", blocks.get(0));
        behindValidate(blocks.get(1));
        gateway.reload();

        assertThat(gateway.generations.warnings()).isEmpty();
        assertThat(text("{'message': 'hello'}")).isEqualTo("HELLO");
        assertThat(text("{'message': 7}")).isEqualTo("7");
        everythingElseServes();
    }

    @Test
    void itsAuditWorksAndDelaysNothing() {
        gateway.write("notification/audit.camel.yaml", blocks.get(3));
        behindValidate(blocks.get(2));
        gateway.reload();

        assertThat(gateway.generations.warnings()).isEmpty();
        assertThat(text("{'message': 'hello'}")).isEqualTo("hello");
        everythingElseServes();
    }

    private void everythingElseServes() {
        assertThat(text("{}")).isEqualTo("none");
        assertThat(gateway.outcome("camel", "current_time", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(gateway.outcome("camel", "text_statistics", "{'text': 'a'}").outcome())
                .isEqualTo(Outcome.SUCCESS);
        assertThat(gateway.outcome("files", "checked", "{}").outcome()).isEqualTo(Outcome.INVALID_ARGUMENTS);
        assertThat(gateway.outcome("files", "nothing", "{}").outcome()).isEqualTo(Outcome.NOT_FOUND);
        assertThat(gateway.outcome("nobody", "nothing", "{'message': null}").outcome())
                .isEqualTo(Outcome.NOT_FOUND);
    }

    private String text(String arguments) {
        ToolCallResult result = gateway.outcome("files", "read", arguments);
        assertThat(result).isInstanceOf(Success.class);
        return ((Success) result).result().at("/content/0/text").textValue();
    }

    private void behindValidate(String step) {
        String pipeline = gateway.read("pipeline/tool-call.camel.yaml");
        String next = "        - to:\n            id: cache-lookup";
        assertThat(pipeline).contains(next);
        gateway.write("pipeline/tool-call.camel.yaml", pipeline.replace(next, step + next));
    }
}
