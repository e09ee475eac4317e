package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The tool replace_file: what it does, and what it undoes. */
@TestPropertySource(properties = "route=../docs/examples/way-back/tools/replace-file.camel.yaml")
class ReplaceFileRouteTest extends RouteFixture {
    private static final String MOVE = "tool:files/move_file";
    private static final String WRITE = "tool:files/write_file";
    private static final ObjectNode ARGUMENTS = Tools.json("{'path': 'a.txt', 'content': 'new text'}");
    private static final String ASIDE = "{\"source\":\"a.txt\",\"destination\":\"a.txt.before\"}";
    private static final String BACK = "{\"source\":\"a.txt.before\",\"destination\":\"a.txt\"}";

    private final List<String> moves = new CopyOnWriteArrayList<>();

    @Override
    void replaceNeighbours() {
        standInComponent("tool");
        standInEndpoint(MOVE);
        standInEndpoint(WRITE);
    }

    @BeforeEach
    void moveFiles() {
        during(MOVE, exchange -> {
            moves.add(exchange.getMessage().getBody(ObjectNode.class).toString());
            answer(exchange, Tools.text("moved"));
        });
    }

    @Test
    void keepsTheFileBeforeAndWritesTheNewOne() throws Exception {
        during(WRITE, exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo(ARGUMENTS);
            answer(exchange, Tools.text("written"));
        });
        assertThat(call(ARGUMENTS)).isEqualTo(Tools.text("written"));
        assertThat(moves).containsExactly(ASIDE);
    }

    @Test
    void putsTheFileBackIfTheNewOneCannotBeWritten() {
        during(WRITE, exchange -> answer(exchange, Tools.text("disk full").put("isError", true)));
        assertUndone();
        moves.clear();
        during(WRITE, exchange -> exchange.setException(new ToolCallException(Failed.outcomeUnknown("files", "lost"))));
        assertUndone();
    }

    private void assertUndone() {
        assertThatThrownBy(() -> call(ARGUMENTS))
                .isInstanceOf(ToolArgumentException.class)
                .hasMessage("The file could not be written and is as it was before");
        assertThat(moves).containsExactly(ASIDE, BACK);
    }

    @Test
    void doesNothingMoreIfThereIsNoSuchFile() throws Exception {
        ObjectNode error = Tools.text("no such file").put("isError", true);
        during(MOVE, exchange -> answer(exchange, error));
        assertThat(call(ARGUMENTS)).isEqualTo(error);
        assertThat(trace()).containsExactly(MOVE);
    }

    private static void answer(Exchange exchange, ObjectNode answer) {
        exchange.getMessage().setBody(answer);
        exchange.setProperty(ExchangeState.RESULT, ToolCallResult.of(answer));
    }
}
