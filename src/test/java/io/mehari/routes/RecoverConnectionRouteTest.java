package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** Sends the call again when the server is back. */
@TestPropertySource(properties = "route=recovery/recover-connection.camel.yaml")
class RecoverConnectionRouteTest extends ResendingRouteFixture {
    @Override
    String route() {
        return "direct:recover-connection";
    }
}
