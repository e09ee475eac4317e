package io.mehari.endpoint.mcp.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.Views;
import io.mehari.protocol.McpMethod;
import io.mehari.support.Tools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedLogsTest {
    private static final ObjectNode MESSAGE = Tools.json("{'level':'error','data':'x'}");

    private final Views gateway =
            new Views(10, new GroupSettings(Map.of("g", new Group("", List.of("files"), List.of(), List.of(), null))));
    private final Set<String> own = new HashSet<>();
    private final SharedLogs logs =
            new SharedLogs(gateway.missing, (server, client) -> own.contains(server + " of " + client), 4);
    private final List<String> heard = new ArrayList<>();

    private Runnable listen(McpView view, String client) {
        return logs.listen(view, client, params -> heard.add(client));
    }

    @Test
    void reachThoseWhoseViewHasTheServer() {
        listen(McpView.ALL, "all");
        listen(McpView.ofServer("files"), "one");
        listen(McpView.ofGroup("g"), "group");
        logs.notified("memo", McpMethod.MESSAGE, MESSAGE);
        assertThat(heard).containsExactly("all");
        heard.clear();
        logs.notified("files", McpMethod.MESSAGE, MESSAGE);
        assertThat(heard).containsExactlyInAnyOrder("all", "one", "group");
    }

    @Test
    void nothingElseThatServersSayIsALogMessage() {
        listen(McpView.ALL, "all");
        logs.notified("memo", McpMethod.RESOURCES_UPDATED, MESSAGE);
        assertThat(heard).isEmpty();
    }

    @Test
    void aClientWithAConnectionOfItsOwnHearsThereWhatIsForIt() {
        listen(McpView.ALL, "all");
        own.add("memo of all");
        logs.notified("memo", McpMethod.MESSAGE, MESSAGE);
        logs.notified("files", McpMethod.MESSAGE, MESSAGE);
        assertThat(heard).hasSize(1);
    }

    @Test
    void oneThatFailsKeepsTheOthersFromNothing() {
        logs.listen(McpView.ALL, "bad", params -> {
            throw new IllegalStateException("defect");
        });
        listen(McpView.ALL, "good");
        logs.notified("memo", McpMethod.MESSAGE, MESSAGE);
        assertThat(heard).containsExactly("good");
    }

    @Test
    void listenersAreBoundedAndEnd() {
        Runnable end = listen(McpView.ALL, "a");
        listen(McpView.ALL, "b");
        listen(McpView.ALL, "c");
        listen(McpView.ALL, "d");
        assertThatThrownBy(() -> listen(McpView.ALL, "e"))
                .isInstanceOf(McpErrorException.class)
                .hasMessageContaining("mehari.mcp.lists.listeners");
        end.run();
        end.run();
        listen(McpView.ALL, "e");
        logs.notified("memo", McpMethod.MESSAGE, MESSAGE);
        assertThat(heard).containsExactlyInAnyOrder("b", "c", "d", "e");
    }
}
