package io.mehari.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mehari.endpoint.rest.RestGateway;
import io.mehari.security.OriginRules;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.netty.http.NettyHttpConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngressRouterTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final IngressRouter router = new IngressRouter(
            new ResponseWriter(new OriginRules(RestGateway.OPEN, true, false), RestGateway.rejections()));
    private final Map<IngressHandler, String> paths = new HashMap<>();

    @BeforeEach
    void start() {
        context.disableJMX();
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp,              /mcp",
        "/mcp/,             /mcp",
        "/mcp/session,      /mcp",
        "/mcp?a=/mcp/deep,  /mcp",
        "/mcp#a,            /mcp",
        "/mcp/deep,         /mcp/deep",
        "/mcp/deep/er?x,    /mcp/deep",
        "/mcp/deeper,       /mcp",
        "/mcps,             none",
        "/MCP,              none",
        "/,                 none",
        "'',                none"
    })
    void handsARequestToTheLongestPathItIsAtOrBelow(String target, String path) throws Exception {
        add("/mcp");
        add("/mcp/deep");

        assertThat(pathOf(target)).isEqualTo(path);
    }

    @Test
    void theRootServesWhatNoOtherPathDoes() throws Exception {
        add("/");
        add("/mcp");

        assertThat(pathOf("/mcp")).isEqualTo("/mcp");
        assertThat(pathOf("/mcps")).isEqualTo("/");
        assertThat(pathOf("")).isEqualTo("/");
    }

    @Test
    void servesAPathOnce() throws Exception {
        add("/mcp");

        assertThatIllegalStateException().isThrownBy(() -> add("/mcp/")).withMessageContaining("serves /mcp already");
        assertThat(router.size()).isEqualTo(1);
    }

    @Test
    void removesARoute() throws Exception {
        NettyHttpConsumer consumer = add("/mcp");

        assertThat(router.remove(consumer)).isTrue();
        assertThat(router.remove(consumer)).isFalse();
        assertThat(pathOf("/mcp")).isEqualTo("none");
    }

    @Test
    void clientsThatAreStillConnectedAreToldThatTheGatewayStops() throws Exception {
        NettyHttpConsumer mcp = add("/mcp");
        assertThat(statusOf("/time/now")).isEqualTo(404);
        NettyHttpConsumer all = add("/");
        router.remove(mcp);
        router.remove(all);

        assertThat(statusOf("/mcp")).isEqualTo(503);
        assertThat(statusOf("/time/now")).isEqualTo(503);
    }

    @Test
    void aPathThatNothingServedIsNotFoundWhileTheGatewayStops() throws Exception {
        router.remove(add("/mcp"));
        assertThat(statusOf("/other")).isEqualTo(404);
        assertThat(statusOf("/mcp/x")).isEqualTo(503);

        router.remove(add("/mcp"));
        assertThat(statusOf("/mcp/x")).isEqualTo(503);
    }

    @Test
    void routesOfAnotherContextServeAllAtOnceWhenTheyAreHandedTo() throws Exception {
        add("/");
        add("/gone");
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.disableJMX();
            next.start();
            add(next, "/");
            add(next, "/mcp");
            IngressHandler before = router.handlerOf("/mcp");
            assertThat(paths.get(before)).as("those that wait get nothing").isEqualTo("/");

            router.handOver(next);

            assertThat(router.size()).isEqualTo(2);
            assertThat(pathOf("/mcp")).isEqualTo("/mcp");
            assertThat(router.handlerOf("/other")).isNotSameAs(before);
            assertThat(pathOf("/gone")).as("served by what serves all paths").isEqualTo("/");
        }
    }

    @Test
    void whatIsTakenAwayAfterAHandOverServesNoMore() throws Exception {
        NettyHttpConsumer old = add("/mcp");
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.disableJMX();
            next.start();
            NettyHttpConsumer given = add(next, "/api");
            router.handOver(next);

            assertThat(router.remove(old)).as("it did not serve").isFalse();
            assertThat(statusOf("/mcp")).as("no route of the gateway stops").isEqualTo(404);
            assertThat(router.remove(given)).isTrue();
            assertThat(statusOf("/api")).isEqualTo(503);
        }
    }

    @Test
    void aContextThatWasGivenUpLeavesNothing() throws Exception {
        add("/");
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.disableJMX();
            next.start();
            NettyHttpConsumer given = add(next, "/mcp");
            assertThatIllegalStateException().isThrownBy(() -> add(next, "/mcp"));
            assertThat(router.remove(given)).isFalse();
            router.handOver(next);

            assertThat(pathOf("/mcp")).isEqualTo("/");
        }
    }

    private int statusOf(String target) {
        EmbeddedChannel channel = new EmbeddedChannel(router);
        try (ReceivedRequest received = new ReceivedRequest(target, "*/*")) {
            channel.writeInbound(received.request());
            FullHttpResponse response = channel.readOutbound();
            int status = response.status().code();
            response.release();
            return status;
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private NettyHttpConsumer add(String path) throws Exception {
        return add(context, path);
    }

    private NettyHttpConsumer add(DefaultCamelContext context, String path) throws Exception {
        NettyHttpConsumer consumer = (NettyHttpConsumer)
                context.getEndpoint("netty-http:http://127.0.0.1:1" + path).createConsumer(exchange -> {});
        IngressHandler handler = new IngressHandler(consumer, null);
        router.add(consumer, handler);
        paths.put(handler, path);
        return consumer;
    }

    private String pathOf(String target) {
        return paths.getOrDefault(router.handlerOf(target), "none");
    }
}
