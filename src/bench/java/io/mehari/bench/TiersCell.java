package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.RedisProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A hit in each tier of the cache beside the call that it spares, and what further tiers cost a hit in memory. */
final class TiersCell {
    private static final int CALLERS = 32;
    private static final String CACHED = "cached";
    private static final String ASKED = "asked";
    private static final String MILLIS = "20";
    private static final String TOO_SMALL = "--mehari.cache.max-entry=1B";
    private static final String DATABASE = "--mehari.cache.database.enabled=true";
    private static final String NOTE = "`POST /{server}/{tool}` of a tool that takes " + MILLIS
            + " ms, by one caller, rounds in turn: not cached; and cached, answered by each tier. So that Redis or the database answers, the "
            + "memory of these gateways takes no result as large as this one; Redis runs beside, the database is the gateway's own file. And "
            + CALLERS + " callers, memory hits, in turn: a gateway without further tiers and one with both.";

    private final Lab lab;

    TiersCell(Lab lab) {
        this.lab = new Lab(lab.pace().paired(), lab.driver(), lab.directory());
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        try (RedisProgram redis = RedisProgram.started();
                NettyDriver own = new NettyDriver();
                Gateway plain = started("plain", List.of());
                Gateway all = started("all", List.of(url(redis), DATABASE));
                Gateway second = started("second", List.of(url(redis), TOO_SMALL));
                Gateway third = started("third", List.of(DATABASE, TOO_SMALL))) {
            Lab timed = new Lab(lab.pace(), own, lab.directory());
            Cell cell = new Cell("Tiers of the cache", NOTE);
            rates(cell, plain, all); // first: both are warmed up in the same way
            latencies(timed, cell, plain, second, third);
            return cell;
        }
    }

    private static String url(RedisProgram redis) {
        return "--mehari.redis.url=" + redis.url();
    }

    private Gateway started(String name, List<String> options) throws IOException, InterruptedException {
        ObjectNode servers = Json.object();
        servers.set(ASKED, EchoGateway.settings());
        servers.set(CACHED, EchoGateway.settings());
        servers.withObject("/" + CACHED + "/cache").put("ttl", "1h");
        List<String> more = new ArrayList<>(options);
        more.add("--mehari.live.enabled=false"); // its port is free for one of them only
        Gateway gateway = Gateway.start(lab.directory().resolve("tiers-" + name), servers, more);
        return gateway.await(call(gateway, ASKED), call(gateway, CACHED));
    }

    private static HttpCall call(Gateway gateway, String server) {
        return gateway.call(server, "sleep", "{\"millis\":" + MILLIS + "}", "slept");
    }

    private static Way way(String name, Gateway gateway, String server) {
        return new Way(name, call(gateway, server), gateway.process().cpu());
    }

    private static void latencies(Lab lab, Cell cell, Gateway plain, Gateway second, Gateway third)
            throws IOException, InterruptedException {
        Way asked = way("not cached", plain, ASKED);
        List<Way> tiers =
                List.of(way("memory", plain, CACHED), way("Redis", second, CACHED), way("database", third, CACHED));
        List<Way> all = new ArrayList<>(tiers);
        all.add(0, asked);
        Way.inTurn(lab, 1, all);
        all.forEach(way -> cell.row(way.name() + ", one caller", Rounds.withoutErrors(way.name(), way.median())));
        for (Way tier : tiers) {
            cell.target(Target.atLeast(
                    "a call that is not cached / a hit in " + tier.name() + ", p50",
                    asked.median().p50() / tier.median().p50(),
                    5,
                    10,
                    ""));
        }
    }

    private void rates(Cell cell, Gateway plain, Gateway all) throws IOException, InterruptedException {
        Way alone = way("memory alone", plain, CACHED);
        Way beside = way("memory, with Redis and database behind it", all, CACHED);
        Way.inTurn(lab, CALLERS, List.of(alone, beside));
        for (Way way : List.of(alone, beside)) {
            cell.row(way.name() + ", " + CALLERS + " callers", Rounds.withoutErrors(way.name(), way.median()));
        }
        Range range = Range.of(beside.ratesBy(alone));
        cell.remark(String.format(
                Locale.ROOT,
                "memory hits a second, with further tiers / without: **%.2f** (%.2f to %.2f); processor time of a call: %.2f times",
                range.median(),
                range.min(),
                range.max(),
                beside.cpuOfAll() / alone.cpuOfAll()));
    }
}
