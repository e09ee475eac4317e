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
                    + " callers who send " + Math.round(RATE) + " and then " + Math.round(LOW)
                    + " calls a second together, rounds in turn: all to one gateway, a third of them (callers and calls) to one gateway, a"
                    + " third each to " + INSTANCES + " gateways on one Redis, and a third each to " + INSTANCES
                    + " apart, each with a Redis of its own. All have everything on that gateways can share, rate limits included. CPU is"
                    + " that of the gateways that are called, all of it. What it costs that three are together is seen beside three apart,"
                    + " under the same load of the same machine. Beside one gateway the ratios hold more: processes that take processors and"
                    + " caches from each other, and, where it has all, that each wakes for fewer calls at a time. A ratio is the median over"
                    + " the rounds.";

    private final Lab lab;

    InstancesCell(Lab lab) {
        this.lab = lab; // its long warm-up: each of the gateways compiles for itself
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        List<Gateway> together = new ArrayList<>();
        List<Gateway> apart = new ArrayList<>();
        List<RedisProgram> stores = new ArrayList<>();
        try (HttpEcho server = HttpEcho.start(lab.directory().resolve("instances"))) {
            stores.add(RedisProgram.started());
            for (int i = 0; i <= INSTANCES; i++) {
                together.add(started(server, "instance-" + i, stores.get(0)));
            }
            for (int i = 0; i < INSTANCES; i++) {
                RedisProgram own = RedisProgram.started();
                stores.add(own);
                apart.add(started(server, "apart-" + i, own));
            }
            List<Gateway> three = together.subList(1, INSTANCES + 1);
            Cell cell = compared(together.subList(0, 1), three, apart);
            return removed(
                    cell, Spread.of(new InvalidationDelay(three).of(lab.pace().trials())));
        } finally {
            together.forEach(Gateway::close);
            apart.forEach(Gateway::close);
            stores.forEach(RedisProgram::close);
        }
    }

    /** With everything on that can be shared, and warm: each JVM compiles for itself. */
    private Gateway started(HttpEcho server, String name, RedisProgram redis) throws IOException, InterruptedException {
        Gateway gateway = Gateway.start(
                lab.directory().resolve(name),
                servers(server),
                List.of(
                        "--mehari.live.enabled=false",
                        "--mehari.redis.url=" + redis.url(),
                        "--mehari.instances.enabled=true",
                        "--mehari.learning.enabled=true",
                        "--mehari.learning.shared=true",
                        "--mehari.rest.idempotency.shared=true",
                        "--mehari.rate-limit.enabled=true",
                        "--mehari.rate-limit.shared=true",
                        "--mehari.rate-limit.calls=1000000",
                        "--mehari.rate-limit.window=1s",
                        "--mehari.rate-limit.burst=100000"));
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

    private Cell compared(List<Gateway> one, List<Gateway> together, List<Gateway> apart) throws InterruptedException {
        Cell cell = new Cell("Three instances", NOTE);
        for (double rate : List.of(RATE, LOW)) { // each has compiled what it runs by the time that little hides it
            compared(cell, one, together, apart, rate);
        }
        return cell;
    }

    private void compared(Cell cell, List<Gateway> one, List<Gateway> together, List<Gateway> apart, double rate)
            throws InterruptedException {
        List<Measurement> all = new ArrayList<>();
        List<Measurement> third = new ArrayList<>();
        List<Measurement> three = new ArrayList<>();
        List<Measurement> separate = new ArrayList<>();
        for (int round = 0; round < lab.pace().rounds(); round++) {
            String prefix = Math.round(rate) + "-" + round + "-";
            all.add(lab.said("one gateway", round(one, CALLERS, rate, "a" + prefix)));
            third.add(
                    lab.said("one gateway, a third", round(one, CALLERS / INSTANCES, rate / INSTANCES, "o" + prefix)));
            three.add(lab.said("three gateways", round(together, CALLERS, rate, "t" + prefix)));
            separate.add(lab.said("three apart", round(apart, CALLERS, rate, "u" + prefix)));
        }
        String at = " of " + Math.round(rate) + " calls/s";
        cell.row("one gateway, all" + at, medianCpu(all))
                .row("one gateway, a third" + at, medianCpu(third))
                .row("three gateways, a third each" + at, medianCpu(three))
                .row("three apart, a third each" + at, medianCpu(separate));
        cell.target(Target.atMost(
                "processor time of a call" + at + ", three gateways on one Redis / three apart",
                ratio(three, separate),
                MOST,
                ""));
        compared(cell, at, "one that has a third", three, separate, third);
        compared(cell, at, "one that has all", three, separate, all);
    }

    private static void compared(
            Cell cell,
            String at,
            String beside,
            List<Measurement> three,
            List<Measurement> apart,
            List<Measurement> one) {
        String what = "processor time of a call" + at + ", %s / " + beside;
        cell.remark(String.format(Locale.ROOT, what + ": %.2f", "three apart", ratio(apart, one)))
                .target(Target.atMost(what.formatted("three gateways on one Redis"), ratio(three, one), MOST, ""));
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
