package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** Sends the call again as late as the server asks for. */
@TestPropertySource(properties = "route=recovery/recover-rate-limited.camel.yaml")
class RecoverRateLimitedRouteTest extends ResendingRouteFixture {
    @Override
    String route() {
        return "direct:recover-rate-limited";
    }
}
