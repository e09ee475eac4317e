package io.mehari.upstream.http;

import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.Transport;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A streamable HTTP server that misbehaves, and upstreams to it; each test must leave nothing of them behind. */
abstract class FaultyHttpTest {
    final HttpFixture fixture = new HttpFixture();
    FaultyHttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyHttpServer();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.close();
    }

    /** An upstream that has joined. */
    Upstream ready() {
        return fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
    }
}
