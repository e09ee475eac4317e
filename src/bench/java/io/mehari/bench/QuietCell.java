package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What heartbeats and samples of the system cost a gateway that nobody calls. */
final class QuietCell {
    private static final int SERVERS = 10;
    private static final double LIMIT_PERCENT = 1;
    private static final String HEARTBEATS = "heartbeat-check";
    private static final String SAMPLES = "system-sample";
    private static final String NOTE = "Three gateways side by side that nobody calls, each with " + SERVERS
            + " servers over HTTP and one over stdio, defaults of `config/heartbeat.json` and of samples (every 30 s): one as it is, one whose "
            + "route `" + SAMPLES + "` is stopped, one whose route `" + HEARTBEATS
            + "` is stopped as well. Processor time of the gateway's own process in percent of one processor, in the same minutes; "
            + "that of its servers is not in it.";

    private final Lab lab;

    QuietCell(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        try (HttpEcho server = HttpEcho.start(lab.directory().resolve("quiet"));
                Gateway all = started(server, "all");
                Gateway heartbeats = started(server, "heartbeats");
                Gateway none = started(server, "none")) {
            stop(heartbeats, SAMPLES);
            stop(none, SAMPLES);
            stop(none, HEARTBEATS);
            Lab.say("quiet: warm-up of %d s", lab.pace().quietWarmUp().toSeconds());
            TimeUnit.NANOSECONDS.sleep(lab.pace().quietWarmUp().toNanos());
            return compared(all, heartbeats, none);
        }
    }

    private Gateway started(HttpEcho server, String name) throws IOException, InterruptedException {
        ObjectNode servers = Json.object();
        for (int i = 0; i < SERVERS; i++) {
            servers.set("http" + i, server.settings("/" + i));
        }
        servers.set("stdio", EchoGateway.settings());
        List<String> alike = List.of("--mehari.live.enabled=false"); // its port is free for one of them only
        Gateway gateway = Gateway.start(lab.directory().resolve("quiet-" + name), servers, alike);
        return gateway.await(gateway.echo("http" + (SERVERS - 1)), gateway.echo("stdio"));
    }

    private static void stop(Gateway gateway, String route) {
        String answer = gateway.post("/api/v1/admin/routes/" + route + "/stop").answer();
        if (!answer.startsWith("200")) {
            throw new IllegalStateException("Route " + route + " was not stopped: " + answer);
        }
    }

    private Cell compared(Gateway all, Gateway heartbeats, Gateway none) throws InterruptedException {
        List<ProcessCpu> gateways = List.of(
                all.process().cpu(), heartbeats.process().cpu(), none.process().cpu());
        List<List<Double>> percents = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Duration minute = lab.pace().quiet().dividedBy(lab.pace().quietRounds());
        for (int round = 0; round < lab.pace().quietRounds(); round++) {
            long begin = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(minute.toNanos());
            double micros = (System.nanoTime() - begin) / 1000.0;
            for (int i = 0; i < gateways.size(); i++) {
                percents.get(i).add(100 * gateways.get(i).micros() / micros);
            }
            Lab.say(
                    "quiet: %.2f %% with all, %.2f %% without samples, %.2f %% without heartbeats and samples",
                    last(percents.get(0)), last(percents.get(1)), last(percents.get(2)));
        }
        return cell(percents);
    }

    private Cell cell(List<List<Double>> percents) {
        double both = mean(percents.get(0));
        double beats = mean(percents.get(1));
        double none = mean(percents.get(2));
        return new Cell("Heartbeats and samples, while nobody calls", NOTE)
                .row("heartbeats and samples", Share.of(percents.get(0)))
                .row("heartbeats", Share.of(percents.get(1)))
                .row("neither", Share.of(percents.get(2)))
                .remark(String.format(
                        Locale.ROOT, "over %d s in all", lab.pace().quiet().toSeconds()))
                .target(Target.atMost("heartbeats", beats - none, LIMIT_PERCENT, "%"))
                .target(Target.atMost("samples", both - beats, LIMIT_PERCENT, "%"))
                .target(Target.atMost("heartbeats and samples", both - none, LIMIT_PERCENT, "%"));
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
