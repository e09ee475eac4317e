package io.mehari.bench;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What open streams of MCP clients cost, and how soon all of them hear of a change. */
final class StreamsCell {
    private static final double BUDGET = 50;
    private static final String NOTE = "Clients that hold a stream open, each on a connection of its own: "
            + "`subscriptions/listen` of the modern era, and GET in a session of the legacy era. Memory is what is live in the "
            + "gateway's heap after a collection, by stream, its session included; resident memory beside it. Then the server, "
            + "reached over HTTP+SSE so that the gateway notices, is started anew with one more tool: how long after the "
            + "first client each of them hears of it.";

    private final Lab lab;
    private int more = EchoTools.DEFINITIONS.size() + 1;

    StreamsCell(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        Cell cell = new Cell("Open streams", NOTE);
        int number = lab.pace().streams();
        try (HttpEcho server = HttpEcho.start(lab.directory().resolve("streams"))) {
            listening(cell, server, number);
            legacy(cell, server, number);
        }
        return cell;
    }

    private void listening(Cell cell, HttpEcho server, int number) throws IOException, InterruptedException {
        try (Gateway gateway = gateway(server, "modern")) {
            Memory before = Memory.of(gateway);
            HttpCall listen = gateway.mcp("").listen();
            try (StreamClients clients =
                    new StreamClients(Collections.nCopies(number, listen), "subscriptions/acknowledged")) {
                report(cell, number + " listen streams", before, gateway, server, clients);
            }
        }
    }

    private void legacy(Cell cell, HttpEcho server, int number) throws IOException, InterruptedException {
        try (Gateway gateway = gateway(server, "legacy")) {
            Memory before = Memory.of(gateway);
            List<HttpCall> calls = new ArrayList<>();
            McpCalls endpoint = gateway.mcp("");
            HttpCall get = HttpCall.get(endpoint.uri(), "").with("Accept", "text/event-stream");
            for (int i = 0; i < number; i++) {
                calls.add(get.with("Mcp-Session-Id", endpoint.session().orElseThrow()));
            }
            try (StreamClients clients = new StreamClients(calls, "200 OK")) {
                report(cell, number + " legacy GET streams", before, gateway, server, clients);
            }
        }
    }

    private Gateway gateway(HttpEcho server, String name) throws IOException, InterruptedException {
        Path directory = lab.directory().resolve("streams-" + name);
        Gateway gateway = Gateway.start(directory, Json.object().set("http", server.sseSettings()));
        return gateway.await(gateway.echo("http"));
    }

    private void report(Cell cell, String what, Memory before, Gateway gateway, HttpEcho server, StreamClients clients)
            throws IOException, InterruptedException {
        Memory after = Memory.of(gateway);
        int number = lab.pace().streams();
        double each = (after.live() - before.live()) / number;
        cell.remark(String.format(
                Locale.ROOT,
                "%s: %.1f KiB live each, %.1f KiB resident each",
                what,
                each,
                (after.resident() - before.resident()) / number));
        cell.target(Target.atMost(what + ", live memory each", each, BUDGET, "KiB"));
        server.startAgain(more++);
        Spread spread = Spread.of(clients.delays());
        Lab.say("%s: %.1f KiB each, the last heard of the change %.0f ms after the first", what, each, spread.max());
        cell.row(what + ", a change after the first", spread);
    }

    /**
     * Memory of a gateway, in KiB.
     *
     * @param live in its heap
     * @param resident of its process
     */
    private record Memory(double live, double resident) {
        static Memory of(Gateway gateway) throws IOException, InterruptedException {
            double live = gateway.process().liveHeapKibibytes();
            return new Memory(live, gateway.process().residentMebibytes() * 1024);
        }
    }
}
