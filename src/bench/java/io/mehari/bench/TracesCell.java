package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What traces cost: the same calls with spans of all, of a tenth, and of none. */
final class TracesCell {
    private static final int CALLERS = 32;
    private static final String SERVER = "echo";
    private static final String NOTE =
            "`POST /{server}/{tool}` passed through to a server over HTTP, nothing cached, " + CALLERS
                    + " callers, three gateways, rounds in turn: traces off, on for a tenth of the calls, on for all. Spans go to a collector "
                    + "in the bench's own process, which reads and forgets them, on the same cores. A ratio is the median over the rounds.";

    private final Lab lab;

    TracesCell(Lab lab) {
        this.lab = new Lab(lab.pace().paired(), lab.driver(), lab.directory());
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", TracesCell::forget);
        collector.setExecutor(threads);
        collector.start();
        String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
        try (HttpEcho server = HttpEcho.start(lab.directory().resolve("traced"));
                Gateway off = started(server, "off", List.of());
                Gateway some = started(server, "some", on(endpoint, "0.1"));
                Gateway all = started(server, "all", on(endpoint, "1.0"))) {
            return compared(way("traces off", off), way("a tenth of the calls", some), way("all calls", all));
        } finally {
            collector.stop(0);
            threads.shutdownNow();
        }
    }

    private static List<String> on(String endpoint, String ratio) {
        return List.of(
                "--mehari.tracing.enabled=true",
                "--mehari.tracing.endpoint=" + endpoint,
                "--mehari.tracing.sampling-ratio=" + ratio);
    }

    private Gateway started(HttpEcho server, String name, List<String> options)
            throws IOException, InterruptedException {
        ObjectNode servers = Json.object().set(SERVER, server.settings());
        List<String> all = new ArrayList<>(options);
        all.add("--mehari.live.enabled=false"); // its port is free for one of them only
        Gateway gateway = Gateway.start(lab.directory().resolve("traced-" + name), servers, all);
        return gateway.await(gateway.echo(SERVER));
    }

    private static Way way(String name, Gateway gateway) {
        return new Way(name, gateway.echo(SERVER), gateway.process().cpu());
    }

    private static void forget(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private Cell compared(Way off, Way some, Way all) throws IOException, InterruptedException {
        List<Way> ways = new ArrayList<>(List.of(off, some, all));
        Way.inTurn(lab, CALLERS, ways);
        Cell cell = new Cell("Traces", NOTE);
        ways.forEach(way -> cell.row(way.name(), way.median()));
        for (Way way : List.of(some, all)) {
            Range range = Range.of(way.ratesBy(off));
            cell.remark(String.format(
                    Locale.ROOT,
                    "calls a second, %s / off: **%.2f** (%.2f to %.2f); processor time of a call: %.2f times",
                    way.name(),
                    range.median(),
                    range.min(),
                    range.max(),
                    way.cpuOfAll() / off.cpuOfAll()));
        }
        return cell;
    }
}
