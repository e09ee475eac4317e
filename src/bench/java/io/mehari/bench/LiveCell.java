package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether callers notice that a thousand pages show the numbers of the gateway, and how soon all listeners have a message. */
final class LiveCell {
    private static final int CALLERS = 8;
    private static final int LISTENERS = 1_000;
    private static final int MESSAGES = 20;
    private static final double LIMIT_MS = 150;
    private static final String NOTE = "One gateway, a cached tool called over " + CALLERS
            + " connections, rounds in turn: quiet, and while " + LISTENERS
            + " WebSockets listen to `stats`, from two seconds after they have come. Ratios are those of the medians. Then "
            + LISTENERS
            + " WebSockets listen to `config`, and the routes are loaded anew " + MESSAGES
            + " times: how long after the message was made the last of them has it, the median and the worst.";

    private final Lab lab;

    LiveCell(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        int port = ChildProcess.freePort();
        Path directory = Files.createDirectories(lab.directory().resolve("live-gateway/config"));
        Files.writeString(directory.resolve("application.yaml"), "mehari: {live: {port: " + port + "}}\n");
        try (Gateway gateway = Gateway.start(directory.getParent(), EchoGateway.servers())) {
            HttpCall call = gateway.echo("cached");
            gateway.await(call, HttpCall.get(URI.create("http://127.0.0.1:" + port + "/"), "<"));
            lab.warmUp("calls", call, CALLERS, lab.pace().warmUp());
            return told(inTurn(gateway, call, port), port);
        }
    }

    private Cell inTurn(Gateway gateway, HttpCall call, int port) throws IOException, InterruptedException {
        List<Measurement> quiet = new ArrayList<>();
        List<Measurement> watched = new ArrayList<>();
        long messages = 0;
        for (int round = 0; round < lab.pace().rounds(); round++) {
            quiet.add(lab.round("quiet", call, CALLERS, gateway.process()));
            try (SocketListeners listeners = new SocketListeners(port)) {
                listeners.open(LISTENERS, "\"stats\"", true);
                lab.round("listeners have come", call, CALLERS, gateway.process());
                watched.add(lab.round("with listeners", call, CALLERS, gateway.process()));
                messages += listeners.messages() - LISTENERS;
            }
        }
        return new Cell("Live plane", NOTE)
                .row("quiet", Measurement.median(quiet))
                .row("with " + LISTENERS + " listeners of stats", Measurement.median(watched))
                .remark(String.format(Locale.ROOT, "%,d messages were sent to listeners meanwhile", messages))
                .target(Target.atLeast(
                        "cache hits a second with listeners / quiet",
                        Measurement.median(watched).rate()
                                / Measurement.median(quiet).rate(),
                        0.9,
                        1,
                        ""))
                .target(Target.atMost("p99 with listeners / quiet", p99(watched) / p99(quiet), 1.2, ""));
    }

    private Cell told(Cell cell, int port) throws InterruptedException {
        double[] delays;
        try {
            delays = LiveListeners.delays(port, LISTENERS, MESSAGES);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The listeners were not told", e);
        }
        Arrays.sort(delays);
        cell.remark(String.format(
                Locale.ROOT,
                "A message to %,d listeners: the last has it after %.0f ms (median), %.0f ms (worst of %d)",
                LISTENERS,
                delays[delays.length / 2],
                delays[delays.length - 1],
                MESSAGES));
        return cell.target(Target.atMost(
                "a message to " + LISTENERS + " listeners, the last has it",
                delays[delays.length / 2],
                LIMIT_MS,
                "ms"));
    }

    private static double p99(List<Measurement> rounds) {
        double[] sorted = rounds.stream().mapToDouble(Measurement::p99).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
