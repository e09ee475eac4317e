package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the pipeline costs: a cache hit against a constant route of bare Camel that answers the same bytes. */
final class CacheHitCell {
    /** Connections. */
    static final int CALLERS = 32;

    private static final String NOTE = "The same POST request to a constant netty-http route of bare Camel and to "
            + "`POST /{server}/{tool}` answered by the first cache tier, each in a JVM of its own, rounds in turn, "
            + CALLERS + " connections.";

    private final Lab lab;

    CacheHitCell(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    Cell measure(EchoGateway gateway) throws IOException, InterruptedException {
        HttpCall cached = gateway.cached();
        int port = ChildProcess.freePort();
        HttpCall constant = new HttpCall(
                URI.create("http://127.0.0.1:" + port).resolve(cached.uri().getRawPath()),
                cached.body(),
                cached.expected());
        Path directory = Files.createDirectories(lab.directory().resolve("constant"));
        String answer = cached.answer().substring("200 ".length());
        try (ChildProcess route =
                ChildJvm.start(directory, ConstantRoute.class, List.of(Integer.toString(port), answer))) {
            route.awaitAnswer(constant);
            return inTurn(constant, route, gateway);
        }
    }

    private Cell inTurn(HttpCall constant, ChildProcess route, EchoGateway server)
            throws IOException, InterruptedException {
        HttpCall cached = server.cached();
        lab.warmUp("constant route", constant, CALLERS, lab.pace().warmUp());
        lab.warmUp("cache hit", cached, CALLERS, lab.pace().warmUp());
        List<Measurement> ofConstant = new ArrayList<>();
        List<Measurement> ofCached = new ArrayList<>();
        ServerCount executions = new ServerCount("cache hit", () -> server.executions("cached"));
        for (int round = 0; round < lab.pace().rounds(); round++) {
            ofConstant.add(lab.round("constant route", constant, CALLERS, route));
            ofCached.add(lab.round("cache hit", cached, CALLERS, server.process()));
        }
        executions.expect(0, 0);
        Measurement a = Measurement.median(ofConstant);
        Measurement b = Measurement.median(ofCached);
        return new Cell("Cache hit against a constant route", NOTE)
                .row("constant route", a)
                .row("cache hit through REST", b)
                .target(Target.atLeast("cache hit / constant route", b.rate() / a.rate(), 0.4, 0.6, ""));
    }
}
