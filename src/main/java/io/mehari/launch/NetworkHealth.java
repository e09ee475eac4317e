package io.mehari.launch;

import io.mehari.endpoint.http.DataPlaneServer;
import io.mehari.monitoring.HealthCheck;
import io.mehari.network.SharedLoops;
import io.mehari.text.Counted;

/**
 * Whether the threads of the network live: {@code network} in {@code /health}.
 *
 * @param server takes connections
 * @param loops serve them
 */
record NetworkHealth(DataPlaneServer server, SharedLoops loops) implements HealthCheck {
    private static final String REMEDY = "; look for the error in the log, and restart the gateway";

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Condition check() {
        if (!server.accepts()) {
            return Condition.unhealthy("The thread that accepts connections has ended" + REMEDY);
        }
        int ended = loops.ended();
        return ended == 0
                ? Condition.HEALTHY
                : Condition.unhealthy(Counted.of(ended, "event loop has", "event loops have")
                        + " ended, their connections hang" + REMEDY);
    }
}
