package io.mehari.bench;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A stdio echo server called alone and through REST, and what REST adds to one call. */
final class StdioCells {
    /** The most calls in flight. */
    static final int MOST = 64;

    private static final List<Integer> CALLERS = List.of(1, 16, MOST);

    private final Lab lab;
    private final EchoUpstream upstream;
    private final UpstreamDriver direct;
    private final EchoGateway gateway;

    StdioCells(Lab lab, EchoUpstream upstream, EchoGateway gateway) {
        this.lab = lab;
        this.upstream = upstream;
        this.direct =
                new UpstreamDriver(upstream.connection(), "echo", Json.object().put("message", EchoTools.MESSAGE));
        this.gateway = gateway;
    }

    /** The stdio client alone. */
    Cell alone() throws InterruptedException {
        Lab.say("stdio client alone: warm-up with %d callers", MOST);
        direct.run(MOST, lab.pace().warmUp());
        Cell cell = new Cell(
                "stdio client alone",
                "The gateway's stdio client, in the bench's own JVM, calling a Java echo server.");
        Measurement last = null;
        for (int callers : CALLERS) {
            List<Measurement> rounds = new ArrayList<>();
            for (int round = 0; round < lab.pace().fewerRounds(); round++) {
                rounds.add(lab.said("stdio client alone, callers: " + callers, direct(callers)));
            }
            last = Measurement.median(rounds);
            cell.row("callers: " + callers, last);
        }
        return cell.target(Target.atLeast("64 callers", last.rate(), 15_000, 15_000, "calls/s"));
    }

    /** The same server through {@code POST /{server}/{tool}}, nothing cached. */
    Cell throughRest() throws IOException, InterruptedException {
        lab.warmUp("stdio through REST", gateway.uncached(), MOST, lab.pace().warmUp());
        Cell cell = new Cell(
                "stdio through REST",
                "`POST /{server}/{tool}` to the same kind of server behind the gateway, nothing cached. CPU is the "
                        + "gateway's, without the echo server's.");
        Measurement last = null;
        for (int callers : CALLERS) {
            List<Measurement> rounds = new ArrayList<>();
            for (int round = 0; round < lab.pace().fewerRounds(); round++) {
                rounds.add(rest(callers));
            }
            last = Measurement.median(rounds);
            cell.row("callers: " + callers, last);
        }
        return cell.target(Target.atLeast("64 callers", last.rate(), 5_000, 5_000, "calls/s"));
    }

    /** One call at a time, alone and through REST in turn; both timed by this JVM in the same way. */
    Cell addedLatency() throws IOException, InterruptedException {
        try (NettyDriver own = new NettyDriver()) {
            return addedLatency(new Lab(lab.pace(), own, lab.directory()));
        }
    }

    private Cell addedLatency(Lab own) throws IOException, InterruptedException {
        own.warmUp("one caller through REST", gateway.uncached(), 1, own.pace().measured());
        List<Measurement> alone = new ArrayList<>();
        List<Measurement> through = new ArrayList<>();
        for (int round = 0; round < own.pace().fewerRounds(); round++) {
            alone.add(own.said("one caller alone", direct(1)));
            ServerCount executions = new ServerCount("one caller through REST", () -> gateway.executions("echo"));
            through.add(own.round("one caller through REST", gateway.uncached(), 1, gateway.process()));
            executions.expect(last(through).calls(), last(through).errors());
        }
        Measurement a = Measurement.median(alone);
        Measurement b = Measurement.median(through);
        return new Cell("Added latency, unloaded", "One caller and nothing else: a REST call minus a direct call.")
                .row("stdio client alone", a)
                .row("through REST", b)
                .target(Target.atMost("added at p99", b.p99() - a.p99(), 2_000, "us"))
                .target(Target.atMost("added at p50", b.p50() - a.p50(), 2_000, "us"));
    }

    private static Measurement last(List<Measurement> measurements) {
        return measurements.get(measurements.size() - 1);
    }

    private Measurement direct(int callers) throws InterruptedException {
        ServerCount executions = new ServerCount("stdio client alone", upstream::executions);
        Measurement measured = direct.run(callers, lab.pace().measured());
        executions.expect(measured.calls(), measured.errors());
        return measured;
    }

    private Measurement rest(int callers) throws IOException, InterruptedException {
        return lab.round("stdio through REST, callers: " + callers, gateway.uncached(), callers, gateway.process());
    }
}
