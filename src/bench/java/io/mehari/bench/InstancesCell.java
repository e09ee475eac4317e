package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.RedisProgram;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a call costs that one of three gateways on one Redis answers, beside one gateway that answers all. */
final class InstancesCell {
    private static final int INSTANCES = 3;
    private static final int CALLERS = 24;
    private static final double LOW = 1_500;
    private static final double RATE = 6_000;
    private static final double MOST = 1.1;
    private static final double GONE_MS = 100;
    private static final String NOTE =
            "`POST /{server}/{tool}` passed through to a server over HTTP, nothing cached, " + CALLERS
                    + " callers who send " + Math.round(LOW) + " and then " + Math.round(RATE)
                    + " calls a second together, rounds in turn: all to one gateway, a third of them (callers and calls) to one gateway, and"
                    + " a third each to " + INSTANCES
                    + " gateways. All four share one Redis. CPU is that of the gateways that are called, all of it. Beside one that has a"
                    + " third, three show what sharing costs; beside one that has all, also what it costs that each wakes for fewer calls at"
                    + " a time and has caches of the processor to itself. A ratio is the median over the rounds.";

    private final Lab lab;

    InstancesCell(Lab lab) {
        this.lab = lab; // its long warm-up: each of the gateways compiles for itself
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        List<Gateway> gateways = new ArrayList<>();
        try (RedisProgram redis = RedisProgram.started();
                HttpEcho server = HttpEcho.start(lab.directory().resolve("instances"))) {
            for (int i = 0; i <= INSTANCES; i++) {
                gateways.add(Gateway.start(
                        lab.directory().resolve("instance-" + i),
                        servers(server),
                        List.of("--mehari.live.enabled=false", "--mehari.redis.url=" + redis.url())));
            }
            for (Gateway gateway : gateways) {
                gateway.await(gateway.echo("echo"));
            }
            List<Gateway> three = gateways.subList(1, INSTANCES + 1);
            Cell cell = compared(gateways.subList(0, 1), three);
            return removed(
                    cell, Spread.of(new InvalidationDelay(three).of(lab.pace().trials())));
        } finally {
            gateways.forEach(Gateway::close);
        }
    }

    private static ObjectNode servers(HttpEcho server) {
        ObjectNode servers = Json.object();
        servers.set("echo", server.settings());
        ObjectNode kept = server.settings();
        kept.putObject("cache").put("ttl", "5m");
        return servers.set("kept", kept);
    }

    private static Cell removed(Cell cell, Spread delays) {
        return cell.remark(String.format(
                        Locale.ROOT,
                        "a result that one gateway removes from the cache is answered by none of three any more after %.0f ms (median of %d"
                                + " times after a warm-up), %.0f ms at most",
                        delays.p50(),
                        delays.trials(),
                        delays.max()))
                .target(Target.atMost("a removed result is gone in all three", delays.max(), GONE_MS, "ms"));
    }

    private Cell compared(List<Gateway> one, List<Gateway> three) throws IOException, InterruptedException {
        for (List<Gateway> gateways : List.of(one, three)) {
            for (Gateway gateway : gateways) { // each is warm, however many there are
                lab.warmUp(
                        "an instance", gateway.echo("echo"), CALLERS, lab.pace().warmUp());
            }
        }
        Cell cell = new Cell("Three instances", NOTE);
        compared(cell, one, three, LOW);
        return compared(cell, one, three, RATE);
    }

    private Cell compared(Cell cell, List<Gateway> one, List<Gateway> three, double rate) throws InterruptedException {
        List<Measurement> all = new ArrayList<>();
        List<Measurement> third = new ArrayList<>();
        List<Measurement> each = new ArrayList<>();
        for (int round = 0; round < lab.pace().rounds(); round++) {
            String prefix = Math.round(rate) + "-" + round + "-";
            all.add(lab.said("one gateway", round(one, CALLERS, rate, "a" + prefix)));
            third.add(
                    lab.said("one gateway, a third", round(one, CALLERS / INSTANCES, rate / INSTANCES, "o" + prefix)));
            each.add(lab.said("three gateways", round(three, CALLERS, rate, "t" + prefix)));
        }
        String at = " of " + Math.round(rate) + " calls/s";
        cell.row("one gateway, all" + at, medianCpu(all))
                .row("one gateway, a third" + at, medianCpu(third))
                .row("three gateways, a third each" + at, medianCpu(each));
        return cell.target(Target.atMost(
                        "processor time of a call at " + Math.round(rate)
                                + " calls/s, three gateways / one that has a third",
                        ratio(each, third),
                        MOST,
                        ""))
                .target(Target.atMost(
                        "processor time of a call at " + Math.round(rate)
                                + " calls/s, three gateways / one that has all",
                        ratio(each, all),
                        MOST,
                        ""));
    }

    private static double ratio(List<Measurement> some, List<Measurement> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            ratios.add(some.get(i).cpu() / others.get(i).cpu());
        }
        return Range.of(ratios).median();
    }

    /** All have the same rate: it is wanted. */
    private static Measurement medianCpu(List<Measurement> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Measurement::cpu))
                .toList()
                .get((rounds.size() - 1) / 2);
    }

    /** Sends this load, in equal parts. */
    private Measurement round(List<Gateway> gateways, int together, double rate, String prefix)
            throws InterruptedException {
        LoadCount count = new LoadCount();
        List<PacedCallers> callers = new ArrayList<>();
        try {
            for (Gateway gateway : gateways) {
                URI tool = gateway.echo("echo").uri();
                callers.add(new PacedCallers(
                        tool, prefix, together / gateways.size(), rate / gateways.size(), true, count));
            }
            TimeUnit.MILLISECONDS.sleep(lab.pace().measured().toMillis() / 4);
            count.phase();
            List<ProcessCpu> cpu =
                    gateways.stream().map(gateway -> gateway.process().cpu()).toList();
            TimeUnit.MILLISECONDS.sleep(lab.pace().measured().toMillis());
            double micros = cpu.stream().mapToDouble(ProcessCpu::micros).sum();
            return count.phase().withCpu(micros);
        } finally {
            for (PacedCallers each : callers) {
                each.close();
            }
        }
    }
}
