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
                    + " calls a second together, rounds in turn: all to one gateway, a third of them (callers and calls) to one gateway, a"
                    + " third each to " + INSTANCES + " gateways that share one Redis, and a third each to " + INSTANCES
                    + " that share nothing. CPU is that of the gateways that are called, all of it. What sharing costs is seen beside three"
                    + " that share nothing. Beside one gateway the ratios hold more: processes that take processors and caches from each"
                    + " other, and, where it has all, that each wakes for fewer calls at a time. A ratio is the median over the rounds.";

    private final Lab lab;

    InstancesCell(Lab lab) {
        this.lab = lab; // its long warm-up: each of the gateways compiles for itself
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        List<Gateway> sharing = new ArrayList<>();
        List<Gateway> alone = new ArrayList<>();
        try (RedisProgram redis = RedisProgram.started();
                HttpEcho server = HttpEcho.start(lab.directory().resolve("instances"))) {
            for (int i = 0; i <= INSTANCES; i++) {
                sharing.add(started(server, "instance-" + i, List.of("--mehari.redis.url=" + redis.url())));
            }
            for (int i = 0; i < INSTANCES; i++) {
                alone.add(started(server, "alone-" + i, List.of()));
            }
            List<Gateway> three = sharing.subList(1, INSTANCES + 1);
            Cell cell = compared(sharing.subList(0, 1), three, alone);
            return removed(
                    cell, Spread.of(new InvalidationDelay(three).of(lab.pace().trials())));
        } finally {
            sharing.forEach(Gateway::close);
            alone.forEach(Gateway::close);
        }
    }

    /** Warm: JVMs compile for themselves. */
    private Gateway started(HttpEcho server, String name, List<String> more) throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(more);
        settings.add("--mehari.live.enabled=false");
        Gateway gateway = Gateway.start(lab.directory().resolve(name), servers(server), settings);
        gateway.await(gateway.echo("echo"));
        lab.warmUp(name, gateway.echo("echo"), CALLERS, lab.pace().warmUp());
        return gateway;
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

    private Cell compared(List<Gateway> one, List<Gateway> sharing, List<Gateway> alone) throws InterruptedException {
        Cell cell = new Cell("Three instances", NOTE);
        for (double rate : List.of(LOW, RATE)) {
            compared(cell, one, sharing, alone, rate);
        }
        return cell;
    }

    private void compared(Cell cell, List<Gateway> one, List<Gateway> sharing, List<Gateway> alone, double rate)
            throws InterruptedException {
        List<Measurement> all = new ArrayList<>();
        List<Measurement> third = new ArrayList<>();
        List<Measurement> three = new ArrayList<>();
        List<Measurement> unshared = new ArrayList<>();
        for (int round = 0; round < lab.pace().rounds(); round++) {
            String prefix = Math.round(rate) + "-" + round + "-";
            all.add(lab.said("one gateway", round(one, CALLERS, rate, "a" + prefix)));
            third.add(
                    lab.said("one gateway, a third", round(one, CALLERS / INSTANCES, rate / INSTANCES, "o" + prefix)));
            three.add(lab.said("three gateways", round(sharing, CALLERS, rate, "t" + prefix)));
            unshared.add(lab.said("three that share nothing", round(alone, CALLERS, rate, "u" + prefix)));
        }
        String at = " of " + Math.round(rate) + " calls/s";
        cell.row("one gateway, all" + at, medianCpu(all))
                .row("one gateway, a third" + at, medianCpu(third))
                .row("three gateways, a third each" + at, medianCpu(three))
                .row("three that share nothing, a third each" + at, medianCpu(unshared));
        wanted(cell, rate, "three that share nothing", ratio(three, unshared));
        wanted(cell, rate, "one that has a third", ratio(three, third));
        wanted(cell, rate, "one that has all", ratio(three, all));
    }

    private static void wanted(Cell cell, double rate, String beside, double ratio) {
        String what = "processor time of a call at " + Math.round(rate) + " calls/s, three gateways / " + beside;
        cell.target(Target.atMost(what, ratio, MOST, ""));
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
