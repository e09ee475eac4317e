package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed again and again: every call is answered once, nothing runs twice, nothing is left behind. */
class KillsUnderLoadIT {
    private static final int KILLS = Trials.count(60, 1_000);
    private static final int CALLS = 50 * KILLS;
    private static final int CALLERS = 2;

    @TempDir
    Path directory;

    private final Map<Integer, String> answers = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final Queue<Integer> answeredTwice = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();

    @Test
    void everyCallIsAnsweredOnceAndNothingIsLeftBehind() throws Exception {
        Path executions = directory.resolve("executions");
        String servers = new Servers()
                .java("echo", "io.mehari.bench.EchoServer", "--log", executions.toString())
                .toString();
        long childrenAtStart = children().count();
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, servers)) {
            gateway.awaitTools(List.of("echo"));
            gateway.post("/echo/count", "{}");
            long children = children().count();
            long threads = threads();
            long descriptors = descriptors();
            load(gateway);

            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(gateway.post("/echo/count", "{}").statusCode()).isEqualTo(200);
                assertThat(children().count()).as("processes").isEqualTo(children);
                assertThat(threads()).as("threads of the gateway").isLessThanOrEqualTo(threads);
                assertThat(descriptors()).as("descriptors").isLessThanOrEqualTo(descriptors + 2);
            });
        }
        assertThat(children().count()).as("processes after the end").isEqualTo(childrenAtStart);
        check(Files.readAllLines(executions));
    }

    private void load(GatewayUnderTest gateway) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            running.add(callers.submit(() -> {
                for (int id = ids.incrementAndGet(); id <= CALLS; id = ids.incrementAndGet()) {
                    call(gateway, id);
                    killAfter(id);
                }
            }));
        }
        for (Future<?> caller : running) {
            caller.get();
        }
        callers.shutdown();
    }

    private void call(GatewayUnderTest gateway, int id) {
        var reply = gateway.post("/echo/echo", "{\"message\":\"m" + id + "\",\"id\":\"" + id + "\"}");
        statuses.put(id, reply.statusCode());
        if (answers.put(id, reply.body()) != null) {
            answeredTwice.add(id);
        }
    }

    /** Evenly spread; the other caller's call is usually under way. */
    private void killAfter(int id) {
        if (id % (CALLS / KILLS) == 0) {
            ProcessHandle.current()
                    .children()
                    .filter(ProcessHandle::destroyForcibly)
                    .forEach(child -> kills.incrementAndGet());
        }
    }

    private void check(List<String> executed) {
        Map<Integer, Integer> byStatus = new TreeMap<>();
        statuses.values().forEach(status -> byStatus.merge(status, 1, Integer::sum));
        System.out.println("Calls " + answers.size() + ", kills " + kills + ", by status " + byStatus
                + ", executed twice " + (executed.size() - new HashSet<>(executed).size()));
        assertThat(kills.get()).isGreaterThanOrEqualTo(KILLS * 9 / 10);
        assertThat(answers).hasSize(CALLS);
        assertThat(answeredTwice).isEmpty();
        assertThat(executed).doesNotHaveDuplicates();
        long succeeded = statuses.entrySet().stream()
                .filter(status -> status.getValue() == 200)
                .peek(status -> assertThat(answers.get(status.getKey())).isEqualTo("\"m" + status.getKey() + "\""))
                .count();
        assertThat(succeeded).isGreaterThanOrEqualTo(CALLS * 95 / 100);
        statuses.forEach((id, status) -> {
            if (status != 200) {
                assertThat(answers.get(id)).contains("\"upstream\":\"echo\"");
            }
        });
    }

    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current().descendants();
    }

    /** Threads of the gateway's own; those of the test's HTTP client come and go. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mehari-"))
                .count();
    }

    private static long descriptors() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.count();
        }
    }
}
