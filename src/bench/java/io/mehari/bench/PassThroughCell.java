package io.mehari.bench;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a call to a fast HTTP server costs on its way through the gateway, beside nginx and beside no way at all. */
final class PassThroughCell {
    /** Connections. */
    static final int CALLERS = 32;

    private static final String NOTE = "The streamable HTTP echo server called directly, through nginx as a plain "
            + "reverse proxy (one worker per core, upstream connections kept alive, no access log; the caller sends "
            + "the JSON-RPC message itself) and by `POST /{server}/{tool}` through the gateway, nothing cached, rounds "
            + "in turn, " + CALLERS + " connections. CPU is that of the process the caller talks to (of nginx: all its "
            + "processes).";

    private final Lab lab;

    PassThroughCell(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        Path directory = lab.directory().resolve("pass-through");
        try (HttpEcho server = HttpEcho.start(directory);
                Gateway gateway = gateway(server)) {
            Way direct = new Way("direct", server.call(), server.process().cpu());
            Way through = new Way(
                    "through the gateway",
                    gateway.echo("http"),
                    gateway.process().cpu(),
                    server.process().cpu());
            Optional<Path> program = Nginx.installed();
            if (program.isEmpty()) {
                return cell(inTurn(direct, through)).remark(Nginx.MISSING);
            }
            try (Nginx nginx = Nginx.start(program.get(), directory.resolve("nginx"), server.port())) {
                HttpCall call = nginx.through(server.call());
                nginx.process().awaitAnswer(call);
                Way proxied = new Way(
                        "through nginx",
                        call,
                        nginx.process().cpuOfTree(),
                        server.process().cpu());
                return compared(direct, proxied, through);
            }
        }
    }

    private Gateway gateway(HttpEcho server) throws IOException, InterruptedException {
        Gateway gateway = Gateway.start(
                lab.directory().resolve("pass-through-gateway"), Json.object().set("http", server.settings()));
        return gateway.await(gateway.echo("http"));
    }

    private Cell compared(Way direct, Way nginx, Way gateway) throws IOException, InterruptedException {
        Cell cell = cell(inTurn(direct, nginx, gateway));
        double ratio = gateway.median().rate() / nginx.median().rate();
        return cell.target(Target.atLeast("through the gateway / through nginx", ratio, 0.35, 0.6, ""));
    }

    private List<Way> inTurn(Way... ways) throws IOException, InterruptedException {
        Way.inTurn(lab, CALLERS, List.of(ways));
        return List.of(ways);
    }

    /** The first way is the one the others are measured against. */
    private static Cell cell(List<Way> ways) {
        Cell cell = new Cell("HTTP pass-through", NOTE);
        List<String> added = new ArrayList<>();
        for (Way way : ways) {
            cell.row(way.name(), way.median());
            added.add(String.format(
                    Locale.ROOT,
                    "%s %.1f us",
                    way.name(),
                    way.cpuOfAll() - ways.get(0).cpuOfAll()));
        }
        added.remove(0);
        return cell.remark("added CPU per call, the echo server's share in it included: " + String.join(", ", added));
    }
}
