package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Trials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing route files under load loses no call and runs none twice. */
class GenerationsUnderLoadIT {
    private static final int CALLERS = 16;
    private static final int FLIPS = Trials.count(10, 100);
    private static final int CALLS_BETWEEN_FLIPS = 200;

    @TempDir
    Path directory;

    @Test
    void flipsLoseNothing() throws Exception {
        RouteEdit routes = RouteEdit.copyTo(directory);
        Path executions = directory.resolve("executions");
        String servers = new Servers()
                .java("echo", "io.mehari.bench.EchoServer", "--log", executions.toString())
                .toString();
        Map<String, String> overrides =
                Map.of("mehari.routes.directory", routes.directory().toString());
        AtomicInteger ids = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, servers, overrides)) {
            gateway.awaitTools(List.of("echo"));
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(callers.submit(() -> {
                    while (!over.get()) {
                        call(gateway, ids.incrementAndGet(), failures);
                    }
                }));
            }
            for (int flip = 1; flip <= FLIPS; flip++) {
                awaitCalls(ids, ids.get() + CALLS_BETWEEN_FLIPS);
                routes.write("pipeline/extra-" + flip + ".camel.yaml", extraRoute(flip));
                assertThat(gateway.post("/api/v1/admin/routes/reload", "").body())
                        .contains("\"generation\":" + (flip + 1))
                        .contains("extra-" + flip);
            }
            awaitCalls(ids, ids.get() + CALLS_BETWEEN_FLIPS);
            over.set(true);
            for (Future<?> caller : running) {
                caller.get();
            }
        } finally {
            over.set(true);
            callers.shutdown();
        }

        List<String> executed = Files.readAllLines(executions);
        System.out.println("Flips " + FLIPS + ", calls " + ids.get() + ", failed " + failures.size() + ", executed "
                + executed.size() + ", executed twice " + (executed.size() - new HashSet<>(executed).size()));
        assertThat(failures).isEmpty();
        assertThat(executed).doesNotHaveDuplicates().hasSize(ids.get());
    }

    private static void call(GatewayUnderTest gateway, int id, Queue<String> failures) {
        try {
            var reply = gateway.post("/echo/echo", "{\"message\":\"m" + id + "\",\"id\":\"" + id + "\"}");
            if (reply.statusCode() != 200 || !reply.body().equals("\"m" + id + "\"")) {
                failures.add(id + ": " + reply.statusCode() + " " + reply.body());
            }
        } catch (RuntimeException e) {
            failures.add(id + ": " + e);
        }
    }

    private static void awaitCalls(AtomicInteger ids, int wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ids.get() >= wanted);
    }

    private static String extraRoute(int number) {
        return """
                # A route that makes this set of files a new one.
                - route:
                    id: extra-%d
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:extra-%d
                      steps:
                        - log: unused
                """.formatted(number, number);
    }
}
