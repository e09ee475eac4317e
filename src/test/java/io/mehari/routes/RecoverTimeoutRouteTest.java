package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** Sends the call again where it may run twice and has time left. */
@TestPropertySource(properties = "route=recovery/recover-timeout.camel.yaml")
class RecoverTimeoutRouteTest extends ResendingRouteFixture {
    @Override
    String route() {
        return "direct:recover-timeout";
    }
}
