package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.GatewayUnderTest;
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
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that are killed again and again: every call is answered once, nothing runs twice, nothing is left behind.
 * Several of them, so that one is called while others start.
 */
class KillsUnderLoadIT {
    private static final int CALLS = 10_000;
    private static final int KILLS = 200;
    private static final List<String> SERVERS = List.of("echo-0", "echo-1", "echo-2", "echo-3");
    private static final int CALLERS = 2 * SERVERS.size();
    private static final int WARM_UP = 40 * CALLERS;

    @TempDir
    Path directory;

    private final Map<Integer, String> answers = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final Queue<Integer> answeredTwice = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger due = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();

    @Test
    void everyCallIsAnsweredOnceAndNothingIsLeftBehind() throws Exception {
        long childrenAtStart = children().count();
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, servers())) {
            gateway.awaitTools(SERVERS);
            warmUp(gateway);
            long children = children().count();
            long threads = threads();
            long descriptors = descriptors();
            load((caller, id) -> {
                String server = SERVERS.get(caller % SERVERS.size());
                boolean good = call(gateway, server, id);
                killAfter(id, good, server);
            });

            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                for (String server : SERVERS) {
                    assertThat(gateway.post("/" + server + "/count", "{}").statusCode())
                            .isEqualTo(200);
                }
                assertThat(children().count()).as("processes").isEqualTo(children);
                assertThat(threads()).as("threads of the gateway").isLessThanOrEqualTo(threads);
                assertThat(descriptors()).as("descriptors").isLessThanOrEqualTo(descriptors + 2);
            });
        }
        assertThat(children().count()).as("processes after the end").isEqualTo(childrenAtStart);
        check(executed());
    }

    /** The name stands first, since a process tells only the beginning of its command line. */
    private String servers() {
        Servers servers = new Servers();
        for (String name : SERVERS) {
            String line = Servers.javaLine(
                    "io.mehari.bench.EchoServer", "--log", log(name).toString());
            int command = line.indexOf(' ');
            servers.shell(
                    name,
                    server -> {},
                    "exec " + line.substring(0, command) + " " + mark(name) + line.substring(command));
        }
        return servers.toString();
    }

    private static String mark(String server) {
        return "-Dserver=" + server;
    }

    private Path log(String server) {
        return directory.resolve("executions-" + server);
    }

    private List<String> executed() throws IOException {
        List<String> executed = new ArrayList<>();
        for (String server : SERVERS) {
            executed.addAll(Files.readAllLines(log(server)));
        }
        return executed;
    }

    /** Each caller opens its connection before anything is counted. */
    private static void warmUp(GatewayUnderTest gateway) throws Exception {
        AtomicInteger left = new AtomicInteger(WARM_UP);
        callers(caller -> {
            while (left.getAndDecrement() > 0) {
                gateway.post("/" + SERVERS.get(caller % SERVERS.size()) + "/count", "{}");
            }
        });
    }

    private void load(BiConsumer<Integer, Integer> work) throws Exception {
        callers(caller -> {
            for (int id = ids.incrementAndGet(); id <= CALLS; id = ids.incrementAndGet()) {
                work.accept(caller, id);
            }
        });
    }

    private static void callers(IntConsumer work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            running.add(threads.submit(() -> work.accept(caller)));
        }
        for (Future<?> caller : running) {
            caller.get();
        }
        threads.shutdown();
    }

    private boolean call(GatewayUnderTest gateway, String server, int id) {
        var reply = gateway.post("/" + server + "/echo", "{\"message\":\"m" + id + "\",\"id\":\"" + id + "\"}");
        statuses.put(id, reply.statusCode());
        if (answers.put(id, reply.body()) != null) {
            answeredTwice.add(id);
        }
        return reply.statusCode() == 200;
    }

    /**
     * Evenly spread over the calls, and due until a server has just answered: one that never did is restarted with a
     * pause. The server's other caller usually has a call under way.
     */
    private void killAfter(int id, boolean answered, String server) {
        if (id % (CALLS / KILLS) == 0) {
            due.incrementAndGet();
        }
        if (answered && due.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(mark(server) + " "))
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
                assertThat(answers.get(id)).contains("\"upstream\":\"echo-");
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
