package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import io.mehari.reliability.FaultRun.Seen;
import io.mehari.support.GatewayUnderTest;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** All faults, each with a server of its own behind one gateway, met at the same time. */
final class FaultMatrix implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final List<Fault> faults = new ArrayList<>();
    private final NameServer names;

    FaultMatrix() throws IOException {
        names = new NameServer();
    }

    /** Whom the gateway asks for host names. */
    NameServer names() {
        return names;
    }

    /**
     * One row as it came out.
     *
     * @param seen null if the row failed
     * @param failure why; null if it did not
     * @param runs how often the call that met the fault ran
     * @param twice number of calls of the row that ran more than once
     */
    record Row(Fault fault, Seen seen, Throwable failure, int runs, int twice) {}

    void add(String name, Transport transport, Outcome outcome, Noticed noticed, Scene scene, String... told) {
        String server = "f" + faults.size() + "-" + name.replaceAll("[^A-Za-z0-9]+", "-");
        faults.add(new Fault(
                server.substring(0, Math.min(40, server.length())),
                name,
                transport,
                outcome,
                noticed,
                List.of(told),
                scene));
    }

    /** Runs all of them; the gateway has ended when the calls are counted. */
    List<Row> run(Path directory) throws Exception {
        List<Object> seen = seen(directory);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            rows.add(row(faults.get(i), seen.get(i)));
        }
        return rows;
    }

    private List<Object> seen(Path directory) {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                directory,
                servers(),
                Map.of(),
                context -> context.registerBean(DnsServerAddressStreamProvider.class, names::provider))) {
            Gateway calls = new Gateway(gateway);
            Semaphore permits = new Semaphore(AT_ONCE);
            List<CompletableFuture<Object>> runs = faults.stream()
                    .map(fault -> CompletableFuture.supplyAsync(
                            () -> guarded(permits, new FaultRun(fault, calls, threads)), threads))
                    .toList();
            return runs.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object guarded(Semaphore permits, FaultRun run) {
        permits.acquireUninterruptibly();
        try {
            return run.run();
        } catch (Throwable e) { // the row tells it; the others go on
            return e;
        } finally {
            permits.release();
        }
    }

    private static Row row(Fault fault, Object seen) throws Exception {
        if (!(seen instanceof Seen good)) {
            return new Row(fault, null, (Throwable) seen, 0, 0);
        }
        List<String> ran = fault.scene().ran();
        int twice = ran.size() - new HashSet<>(ran).size();
        return new Row(fault, good, null, Collections.frequency(ran, good.id()), twice);
    }

    private String servers() {
        ObjectNode file = Json.object();
        ObjectNode servers = file.putObject("mcpServers");
        faults.forEach(fault -> servers.set(fault.server(), fault.entry()));
        return Json.text(file);
    }

    @Override
    public void close() throws Exception {
        for (Fault fault : faults) {
            fault.scene().close();
        }
        names.close();
    }
}
