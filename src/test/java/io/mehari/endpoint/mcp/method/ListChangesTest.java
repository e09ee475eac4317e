package io.mehari.endpoint.mcp.method;

import static io.mehari.endpoint.mcp.offer.Views.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.catalog.ToolSource;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.Views;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.Offer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListChangesTest {
    private final Views gateway =
            new Views(10, new GroupSettings(Map.of("g", new Group("", List.of("a"), List.of(), List.of(), null))));
    private final ManualTimer timer = new ManualTimer();
    private final ListChanges changes = new ListChanges(gateway.views, timer, Runnable::run, 2_000);
    private final List<ListKind> told = new ArrayList<>();

    ListChangesTest() {
        gateway.tools.onChange(changes::changed);
        gateway.offers.onChange(changes::changed);
        gateway.server("a", "one");
        gateway.server("b", "two");
    }

    private void pass() {
        timer.advance(Duration.ofMillis(ListChanges.QUIET_MILLIS));
    }

    private void tools(String server, String... names) {
        gateway.tools.replace(
                ToolSource.of(Tools.settings(server)), offer(Kind.TOOLS, names).tools());
    }

    @Test
    void tellsAChangeOnceAfterItHasCalmedDown() {
        changes.listen(McpView.ALL, told::add);
        tools("a", "one", "two");
        tools("a", "three");
        gateway.offers.replace("a", offer(Kind.RESOURCE_TEMPLATES, "x:{y}"));
        assertThat(told).isEmpty();
        pass();
        assertThat(told).containsExactlyInAnyOrder(ListKind.TOOLS, ListKind.RESOURCES);
        pass();
        assertThat(told).hasSize(2);
    }

    @Test
    void tellsNothingWhereClientsSeeTheSame() {
        changes.listen(McpView.ALL, told::add);
        tools("a", "one");
        gateway.offers.replace("a", offer(Kind.PROMPTS));
        pass();
        assertThat(told).isEmpty();

        tools("a", "other");
        tools("a", "one");
        pass();
        assertThat(told).as("changed and changed back").isEmpty();
    }

    @Test
    void tellsOfTheViewOnly() {
        List<ListKind> ofB = new ArrayList<>();
        List<ListKind> ofGroup = new ArrayList<>();
        changes.listen(McpView.ofServer("b"), ofB::add);
        changes.listen(McpView.ofGroup("g"), ofGroup::add);
        tools("a", "one", "more");
        pass();
        assertThat(ofB).isEmpty();
        assertThat(ofGroup).containsExactly(ListKind.TOOLS);
    }

    @Test
    void aServerThatIsRemovedTakesItsListsAlong() {
        gateway.offers.replace("b", offer(Kind.PROMPTS, "p"));
        changes.listen(McpView.ALL, told::add);
        gateway.tools.remove("b");
        gateway.offers.remove("b");
        pass();
        assertThat(told).containsExactlyInAnyOrder(ListKind.TOOLS, ListKind.PROMPTS);
    }

    @Test
    void tellsEverybodyAlthoughOneThrows() {
        changes.listen(McpView.ALL, kind -> {
            throw new IllegalStateException("a listener's defect");
        });
        for (int i = 0; i < 1_999; i++) {
            changes.listen(McpView.ALL, told::add);
        }
        tools("a", "x");
        pass();
        assertThat(told).hasSize(1_999);
        assertThatThrownBy(() -> changes.listen(McpView.ALL, told::add))
                .isInstanceOf(McpErrorException.class)
                .hasMessageContaining("2000");
    }

    @Test
    @ChangesBehaviour("mehari.mcp.lists.listeners")
    void oneThatHasLeftHearsNothingAndMakesRoom() {
        ListChanges one = new ListChanges(gateway.views, timer, Runnable::run, 1);
        gateway.tools.onChange(one::changed);
        Runnable leave = one.listen(McpView.ALL, told::add);
        leave.run();
        leave.run();
        tools("a", "x");
        pass();
        assertThat(told).isEmpty();
        one.listen(McpView.ALL, told::add);
        assertThatThrownBy(() -> one.listen(McpView.ALL, told::add)).isInstanceOf(McpErrorException.class);
    }

    @Test
    void withoutListenersNothingIsDone() {
        tools("a", "x");
        assertThat(timer.pending()).isZero();
    }
}
