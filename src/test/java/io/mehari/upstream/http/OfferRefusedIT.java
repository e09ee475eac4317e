package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that refuses to list the resources and prompts it declares serves its tools all the same. */
class OfferRefusedIT {
    private final HttpFixture fixture = new HttpFixture();
    private FaultyHttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new FaultyHttpServer();
        server.capabilities = "{\"tools\":{},\"resources\":{},\"prompts\":{}}";
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        server.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "400 Bad Request", "500 Internal Server Error", "202 Accepted"})
    void itsSessionGoesOn(String status) throws Exception {
        server.onOther = (request, out) -> FaultyHttpServer.status(out, status, "", "");
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        for (String method : new String[] {"resources/list", "resources/templates/list", "prompts/list"}) {
            await().atMost(HttpFixture.LIMIT)
                    .until(() -> server.requests.stream()
                            .anyMatch(request -> request.rpc().equals(method)));
        }
        if (status.startsWith("40")) {
            await().atMost(HttpFixture.LIMIT)
                    .until(() -> server.requests.stream()
                            .anyMatch(request -> request.rpc().equals("ping")));
        }
        assertThat(HttpFixture.result(HttpFixture.call(upstream, "run", Json.object()))
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("ok");
        assertThat(upstream.state()).isEqualTo(UpstreamState.READY);
        assertThat(upstream.offer().tools()).hasSize(1);
        assertThat(upstream.offer().resources()).isEmpty();
        assertThat(upstream.offer().prompts()).isEmpty();
        assertThat(server.initialized).hasValue(1);
        assertThat(upstream.status().restarts()).isZero();
    }
}
