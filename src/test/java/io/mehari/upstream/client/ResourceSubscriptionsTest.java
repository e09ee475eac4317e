package io.mehari.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.ClientErrorException;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ResourceSubscriptionsTest {
    private static final String URI = "memo:insights";

    private final Upstreams upstreams = new Upstreams();
    private final FakeUpstream files =
            new FakeUpstream("files").capabilities(Tools.json("{'resources': {'subscribe': true}}"));
    private final ResourceSubscriptions subscriptions = new ResourceSubscriptions(upstreams);

    ResourceSubscriptionsTest() {
        upstreams.add(files);
    }

    @Test
    void theFirstAsksAndTheLastEndsIt() {
        CompletableFuture<Void> first = subscriptions.subscribe("files", URI);
        CompletableFuture<Void> second = subscriptions.subscribe("files", URI);
        assertThat(first).isNotDone();
        files.last().answer("");
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        subscriptions.unsubscribe("files", URI);
        assertThat(asked()).containsExactly("resources/subscribe");
        CompletableFuture<Void> last = subscriptions.unsubscribe("files", URI);
        assertThat(asked()).containsExactly("resources/subscribe", "resources/unsubscribe");
        assertThat(files.last().params).isEqualTo(Tools.json("{'uri': 'memo:insights'}"));
        files.last().answer("");
        assertThat(last).isCompleted();
        assertThat(subscriptions.count("files")).isZero();
        assertThat(subscriptions.unsubscribe("files", URI)).as("one too many").isCompleted();
        assertThat(asked()).hasSize(2);
    }

    @Test
    void aRefusalIsToldToAllWhoWaitAndLeavesNothing() {
        CompletableFuture<Void> first = subscriptions.subscribe("files", URI);
        CompletableFuture<Void> second = subscriptions.subscribe("files", URI);
        files.last().fail(Failed.upstreamError("files", "no such resource", Tools.json("{'code': -32002}")));
        assertThatThrownBy(first::join).hasCauseInstanceOf(ToolCallException.class);
        assertThatThrownBy(second::join).hasCauseInstanceOf(ToolCallException.class);
        assertThat(subscriptions.count("files")).isZero();
        subscriptions.subscribe("files", URI);
        assertThat(asked()).hasSize(2);
    }

    @Test
    void theServerIsAskedOneThingAtATimeOfAResource() {
        subscriptions.subscribe("files", URI);
        subscriptions.unsubscribe("files", URI);
        CompletableFuture<Void> again = subscriptions.subscribe("files", URI);
        assertThat(asked()).containsExactly("resources/subscribe");
        files.last().answer("");
        files.last().answer("");
        files.last().answer("");
        assertThat(asked()).containsExactly("resources/subscribe", "resources/unsubscribe", "resources/subscribe");
        assertThat(again).isCompleted();
        assertThat(subscriptions.count("files")).isEqualTo(1);
    }

    @Test
    void aServerThatIsConnectedAgainIsAskedAgain() {
        subscriptions.ready("files");
        subscriptions.subscribe("files", URI);
        files.last().answer("");
        subscriptions.subscribe("files", "ui://a");
        files.last().answer("");
        subscriptions.unsubscribe("files", "ui://a");
        files.last().answer("");
        subscriptions.ready("files");
        assertThat(asked())
                .containsExactly(
                        "resources/subscribe", "resources/subscribe", "resources/unsubscribe", "resources/subscribe");
        assertThat(files.last().params.path("uri").asText()).isEqualTo(URI);
    }

    @Test
    void whoTakesNoneIsNotAsked() {
        files.capabilities(Tools.json("{'resources': {}}"));
        assertThat(subscriptions.isOffered("files")).isFalse();
        for (String server : List.of("files", "gone")) {
            assertThatThrownBy(() -> subscriptions.subscribe(server, URI).join())
                    .cause()
                    .isInstanceOfSatisfying(
                            ClientErrorException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(-32601));
        }
        assertThat(files.calls).isEmpty();
    }

    @Test
    void resourcesOfAServerAreBounded() {
        files.answerWith(call -> call.answer(""));
        for (int i = 0; i < ResourceSubscriptions.MOST; i++) {
            subscriptions.subscribe("files", "memo:" + i).join();
        }
        assertThatThrownBy(() -> subscriptions.subscribe("files", URI).join()).hasMessageContaining("1000 resources");
        assertThat(subscriptions.subscribe("files", "memo:0"))
                .as("known already")
                .isCompleted();
        subscriptions.unsubscribe("files", "memo:1").join();
        assertThat(subscriptions.subscribe("files", URI)).isCompleted();
    }

    @Test
    void aServerThatIsRemovedIsForgotten() {
        subscriptions.subscribe("files", URI);
        files.last().answer("");
        upstreams.remove("files");
        assertThat(subscriptions.count("files")).isZero();
        assertThat(subscriptions.unsubscribe("files", URI)).isCompleted();
    }

    private List<String> asked() {
        return files.calls.stream().map(call -> call.method).toList();
    }
}
