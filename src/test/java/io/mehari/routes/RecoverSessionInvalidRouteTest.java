package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** Begins a new session and sends the call again in it. */
@TestPropertySource(properties = "route=recovery/recover-session-invalid.camel.yaml")
class RecoverSessionInvalidRouteTest extends ResendingRouteFixture {
    RecoverSessionInvalidRouteTest() {
        super("newSession");
    }

    @Override
    String route() {
        return "direct:recover-session-invalid";
    }
}
