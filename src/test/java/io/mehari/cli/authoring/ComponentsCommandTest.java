package io.mehari.cli.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.cli.CommandRun;
import io.mehari.protocol.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComponentsCommandTest {
    @Test
    void listsWhatThereIs() {
        CommandRun run = run();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("ai-tool  ", "mcp  ", "tool  ", "A route that is a tool");
    }

    @Test
    void printsOneAsTheCatalogueHasIt() throws Exception {
        CommandRun run = run("ai-tool");
        assertThat(run.status()).isZero();
        assertThat(Json.read(run.out()).at("/properties/argSchema/kind").asText())
                .isEqualTo("parameter");
        assertThat(Json.read(run.out()).at("/properties/toolName/required").asBoolean())
                .isTrue();
    }

    @Test
    void saysWhichThereAreWhereThereIsNoSuchOne() {
        CommandRun run = run("aitool");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("there is no aitool, only ai-prompt");
    }

    private static CommandRun run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "components";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(Map.of("NO_COLOR", "1"), all);
    }
}
