package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How soon a server that was killed answers again through the gateway, to a caller that keeps calling. */
final class RecoveryCell {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final double STDIO_BUDGET = 1_000;
    private static final double HTTP_BUDGET = 2_000;
    private static final String NOTE = "A caller keeps calling `POST /{server}/{tool}` (the next call 5 ms after each "
            + "answer) while the echo server is killed by SIGKILL. stdio: from the kill to the next good answer, the "
            + "start of the new JVM included (the first row is what that takes without a gateway). Behind a URL: from the "
            + "moment the server, started anew on its port, accepts connections again; it was down for as long as its "
            + "JVM takes to start, or for that and a pause before.";

    private final Lab lab;

    RecoveryCell(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        Cell cell = new Cell("Recovery", NOTE);
        try (HttpEcho http = HttpEcho.start(lab.directory().resolve("recovery"));
                Gateway gateway = gateway(http)) {
            alone(cell);
            stdio(cell, gateway);
            http(cell, "streamable HTTP", gateway.echo("http"), http);
            http(cell, "HTTP+SSE", gateway.echo("http-sse"), http);
        }
        return cell;
    }

    private Gateway gateway(HttpEcho http) throws IOException, InterruptedException {
        ObjectNode servers = Json.object();
        servers.set("http", http.settings());
        servers.set("http-sse", http.sseSettings());
        servers.set("stdio", EchoGateway.settings());
        Gateway gateway = Gateway.start(lab.directory().resolve("recovery-gateway"), servers);
        return gateway.await(gateway.echo("http"), gateway.echo("http-sse"), gateway.echo("stdio"));
    }

    private void alone(Cell cell) throws IOException, InterruptedException {
        List<Duration> took = new ArrayList<>();
        for (int trial = 0; trial < lab.pace().fewerTrials(); trial++) {
            took.add(EchoStart.once());
        }
        cell.row("stdio server alone, start to first answer", Spread.of(took));
    }

    private void stdio(Cell cell, Gateway gateway) throws InterruptedException {
        List<Duration> took = new ArrayList<>();
        try (SteadyCaller caller = new SteadyCaller(gateway.echo("stdio"))) {
            for (int trial = 0; trial < lab.pace().trials(); trial++) {
                caller.goodAnswer(System.nanoTime(), LIMIT);
                long killed = gateway.process().killChildren();
                took.add(Duration.ofNanos(caller.goodAnswer(killed, LIMIT) - killed));
            }
        }
        report(cell, "killed stdio server", took, STDIO_BUDGET);
    }

    private void http(Cell cell, String transport, HttpCall call, HttpEcho server)
            throws IOException, InterruptedException {
        http(cell, transport, call, server, Duration.ZERO, lab.pace().trials());
        http(cell, transport, call, server, lab.pace().down(), lab.pace().fewerTrials());
    }

    private void http(Cell cell, String transport, HttpCall call, HttpEcho server, Duration pause, int trials)
            throws IOException, InterruptedException {
        List<Duration> took = new ArrayList<>();
        List<Duration> down = new ArrayList<>();
        try (SteadyCaller caller = new SteadyCaller(call)) {
            for (int trial = 0; trial < trials; trial++) {
                caller.goodAnswer(System.nanoTime(), LIMIT);
                long killed = server.kill();
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                long listening = server.startAgain();
                down.add(Duration.ofNanos(listening - killed));
                long good = caller.goodAnswer(killed, LIMIT);
                took.add(Duration.ofNanos(Math.max(0, good - listening)));
            }
        }
        String what = "restarted %s server, down for %.1f s"
                .formatted(transport, Spread.of(down).p50() / 1_000);
        report(cell, what, took, HTTP_BUDGET);
    }

    private static void report(Cell cell, String what, List<Duration> took, double budget) {
        Spread spread = Spread.of(took);
        Lab.say("%s: p50 %,.0f ms, max %,.0f ms", what, spread.p50(), spread.max());
        cell.row(what, spread).target(Target.atMost(what + ", longest", spread.max(), budget, "ms"));
    }
}
