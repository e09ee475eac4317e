package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** Sends the call again where it surely did not run, or may run twice. */
@TestPropertySource(properties = "route=recovery/recover-unknown.camel.yaml")
class RecoverUnknownRouteTest extends ResendingRouteFixture {
    @Override
    String route() {
        return "direct:recover-unknown";
    }
}
