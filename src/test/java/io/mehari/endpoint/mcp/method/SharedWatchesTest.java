package io.mehari.endpoint.mcp.method;

import static io.mehari.endpoint.mcp.offer.Views.offer;
import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ClientErrorException;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.upstream.Offer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SharedWatchesTest {
    private static final String UPDATED = "notifications/resources/updated";

    private final MethodFixture mcp = new MethodFixture(new GroupSettings(Map.of()), null);
    private final List<String> asked = new ArrayList<>();
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
    private final SharedWatches watches = new SharedWatches(mcp.owners, new Asked(), 2);
    private final List<ObjectNode> told = new ArrayList<>();

    /** Remembers what servers are asked. */
    private final class Asked implements SharedWatches.Subscriptions {
        @Override
        public CompletableFuture<Void> subscribe(String server, String uri) {
            asked.add("+ " + server + " " + uri);
            return answer;
        }

        @Override
        public void unsubscribe(String server, String uri) {
            asked.add("- " + server + " " + uri);
        }
    }

    SharedWatchesTest() {
        mcp.gateway.server("a", offer(Kind.RESOURCES, "m:1", "m:2"));
        mcp.gateway.offers.replaceRoutes(Map.of("camel", offer(Kind.RESOURCES, "route:1")));
    }

    private CompletableFuture<Runnable> watch(String uri) {
        return watches.listen(McpView.ALL, uri, told::add);
    }

    @Test
    void hearsOfItsResourceUntilItEnds() {
        Runnable end = watch("m:1").join();
        ObjectNode params = json("{'uri':'m:1','x':1}");
        watches.notified("a", UPDATED, params);
        watches.notified("a", UPDATED, json("{'uri':'m:2'}"));
        watches.notified("b", UPDATED, json("{'uri':'m:1'}"));
        watches.notified("a", "notifications/other", json("{'uri':'m:1'}"));
        assertThat(told).containsExactly(params);

        end.run();
        end.run();
        watches.notified("a", UPDATED, params);
        assertThat(told).hasSize(1);
        assertThat(asked).containsExactly("+ a m:1", "- a m:1");
    }

    @Test
    void hearsOfPartsOfItsResource() {
        watch("m:1").join();
        watches.notified("a", UPDATED, json("{'uri':'m:1/part'}"));
        assertThat(told).hasSize(1);
    }

    @Test
    void isThereBeforeTheServerAgrees() {
        answer = new CompletableFuture<>();
        CompletableFuture<Runnable> watch = watch("m:1");
        watches.notified("a", UPDATED, json("{'uri':'m:1'}"));
        assertThat(told).hasSize(1);
        assertThat(watch).isNotDone();
        answer.complete(null);
        assertThat(watch).isCompleted();
    }

    @Test
    void aRefusalIsTheServersAndLeavesNothing() {
        answer = CompletableFuture.failedFuture(new ClientErrorException(-32601, "takes none", null));
        McpErrorException error = MethodFixture.error(watch("m:1"));
        assertThat(error.code()).isEqualTo(-32601);
        assertThat(error).hasMessage("takes none");
        watches.notified("a", UPDATED, json("{'uri':'m:1'}"));
        assertThat(told).isEmpty();
        answer = CompletableFuture.completedFuture(null);
        watch("m:1").join();
        watch("m:1").join();
        Assertions.assertThat(MethodFixture.error(watch("m:2"))).hasMessageContaining("2 subscriptions");
    }

    @Test
    void unknownResourcesAreNotWatched() {
        assertThat(MethodFixture.error(watch("nope:1")).code()).isEqualTo(-32002);
        assertThat(asked).isEmpty();
    }

    @Test
    void resourcesOfRoutesAreWatchedInSilence() {
        watch("route:1").join().run();
        assertThat(asked).isEmpty();
    }
}
