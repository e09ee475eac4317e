package io.mehari.demo;

import io.mehari.event.ChangeEvent;
import io.mehari.event.ServerLost;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/**
 * Starts a gateway with servers that fail on purpose, one fault after another, and shows how each is detected and
 * recovered from. Times are those that the server and the caller see, from the moment of the fault.
 */
public final class RecoveryDemo {
    /** After that no further fault is begun. */
    private static final Duration ENOUGH = Duration.ofSeconds(40);

    /** Longest wait for a server to work again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String SUCCESS = "success";

    private final PrintWriter out;
    private final boolean live;

    /**
     * A demo that is not running yet.
     *
     * @param out takes what is shown
     * @param live whether that is a terminal, in which lines may be written over
     */
    public RecoveryDemo(PrintWriter out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /**
     * Runs the demo, for less than a minute. What it starts ends with it, and with the process.
     *
     * @param program the class whose package holds the gateway's parts
     * @return 0 if everything was recovered from, else 1
     * @throws IOException if the gateway cannot be called
     */
    public int run(Class<?> program) throws IOException, InterruptedException {
        Instant begin = Instant.now();
        Path folder = Files.createTempDirectory("mehari-demo");
        Thread tidying = new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile()), "mehari-tidy-up");
        Runtime.getRuntime().addShutdownHook(tidying);
        DemoTable table = new DemoTable(out, live);
        Journal journal = new Journal();
        table.starting();
        try (FaultyServer server = new FaultyServer(journal);
                DemoGateway gateway = DemoGateway.start(program, folder, server.url())) {
            table.begin(gateway.base());
            List<Row> rows = new ArrayList<>();
            for (Fault fault : Fault.values()) {
                if (Duration.between(begin, Instant.now()).compareTo(ENOUGH) < 0) {
                    table.running(fault);
                    Row row = run(fault, journal, server, gateway);
                    rows.add(row);
                    table.done(row);
                }
            }
            boolean all = rows.size() == Fault.values().length && rows.stream().allMatch(Row::recovered);
            table.end(rows, Duration.between(begin, Instant.now()));
            return all ? 0 : 1;
        }
    }

    private static Row run(Fault fault, Journal journal, FaultyServer server, DemoGateway gateway)
            throws IOException, InterruptedException {
        boolean process = fault == Fault.CRASH;
        awaitSuccess(gateway, fault.server());
        gateway.changes();
        journal.begin();
        if (process) {
            journal.fault();
        } else {
            server.arm(fault);
        }
        Instant at = Instant.now();
        String caller = gateway.call(fault.server(), process ? "{\"crash\":true}" : "{}");
        boolean works = caller.equals(SUCCESS) || awaitSuccess(gateway, fault.server());
        Optional<Duration> recovered = works ? Optional.of(journal.sinceFault()) : Optional.empty();
        List<ChangeEvent> changes = gateway.changes();
        return new Row(
                fault,
                process
                        ? "the process has gone"
                        : journal.first().map(Journal.Entry::what).orElse("nothing"),
                process ? lostAfter(changes, at) : journal.first().map(Journal.Entry::after),
                caller,
                recovered);
    }

    private static Optional<Duration> lostAfter(List<ChangeEvent> changes, Instant at) {
        return changes.stream()
                .filter(ServerLost.class::isInstance)
                .map(lost -> Duration.between(at, lost.at()))
                .findFirst();
    }

    /** Calls until it works; calls wait for a server that connects, so there are few. */
    private static boolean awaitSuccess(DemoGateway gateway, String server) throws IOException, InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        boolean works = false;
        while (!works && Instant.now().isBefore(until)) {
            works = gateway.call(server, "{}").equals(SUCCESS);
        }
        return works;
    }
}
