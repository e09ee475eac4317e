package io.mehari.control;

import io.mehari.launch.GatewayFixture;
import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.servers.ServerSwitch;
import io.mehari.upstream.Upstreams;
import io.netty.util.HashedWheelTimer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The real route files, one fake server called {@code files}, and what controls them. */
final class ControlFixture implements AutoCloseable {
    final GatewayFixture gateway;
    final RouteHoldBook holds = new RouteHoldBook();
    final RouteControl routes;
    final ServerControl servers;
    final List<String> connections = new ArrayList<>();
    private final DefaultCamelContext fixed = new DefaultCamelContext();
    private final HashedWheelTimer timer = new HashedWheelTimer();

    ControlFixture(Path directory) throws Exception {
        gateway = GatewayFixture.serving(directory);
        gateway.generations.heldBy(holds);
        fixed.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ingress").routeId("rest").routeGroup("endpoint").to("log:x");
                from("seda:work?pollTimeout=20")
                        .routeId("maintenance-work")
                        .routeGroup("maintenance")
                        .to("log:x");
            }
        });
        fixed.start();
        routes = new RouteControl(
                new RouteHomes(gateway.running, () -> fixed),
                holds,
                gateway.generations,
                Optional.of(gateway.beans.getBean(RouteMeters.class)),
                timer,
                Clock.systemUTC());
        servers =
                new ServerControl(gateway.beans.getBean(Upstreams.class), new Connections(), routes, Clock.systemUTC());
    }

    static <T> T join(CompletableFuture<T> change) {
        return change.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        timer.stop();
        fixed.stop();
        gateway.close();
    }

    /** Notes what is asked for. */
    private final class Connections implements ServerSwitch {
        @Override
        public CompletableFuture<Void> stop(String server, String reason, Instant since) {
            connections.add("stop " + server);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> start(String server) {
            connections.add("start " + server);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isStopped(String server) {
            return connections.lastIndexOf("stop " + server) > connections.lastIndexOf("start " + server);
        }
    }
}
