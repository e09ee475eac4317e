package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** Sends the call again when the server can be reached. */
@TestPropertySource(properties = "route=recovery/recover-network.camel.yaml")
class RecoverNetworkRouteTest extends ResendingRouteFixture {
    @Override
    String route() {
        return "direct:recover-network";
    }
}
