package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** Sends the call again where it may run twice. */
@TestPropertySource(properties = "route=recovery/recover-database.camel.yaml")
class RecoverDatabaseRouteTest extends ResendingRouteFixture {
    @Override
    String route() {
        return "direct:recover-database";
    }
}
