package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** Sends the call again after a pause, where it may run twice. */
@TestPropertySource(properties = "route=recovery/recover-server-error.camel.yaml")
class RecoverServerErrorRouteTest extends ResendingRouteFixture {
    @Override
    String route() {
        return "direct:recover-server-error";
    }
}
