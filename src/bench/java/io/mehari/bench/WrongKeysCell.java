package io.mehari.bench;

import io.mehari.security.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether callers with a right key notice that others try wrong ones. */
final class WrongKeysCell {
    private static final int CALLERS = 8;
    private static final int RATE = 1_000;
    private static final String KEY = "mhr_bench";
    private static final String NOTE = "One gateway with a key, a cached tool called with it over " + CALLERS
            + " connections, rounds in turn: quiet, and while " + RATE
            + " wrong keys a second come from the same address over 20 further connections. The ratio is that of the medians.";

    private final Lab lab;

    WrongKeysCell(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(lab.directory().resolve("keys-gateway/config"));
        Files.writeString(directory.resolve("application.yaml"), """
                mehari:
                  security:
                    keys: [{name: bench, sha256: "%s", scopes: [call]}]
                """.formatted(KeyHash.of(KEY)));
        try (Gateway gateway = Gateway.start(directory.getParent(), EchoGateway.servers())) {
            HttpCall call = gateway.echo("cached").with("Bearer " + KEY);
            gateway.await(call);
            lab.warmUp("right keys", call, CALLERS, lab.pace().warmUp());
            try (WrongKeys wrong = new WrongKeys(call.uri(), RATE)) {
                lab.warmUp("wrong keys beside", call, CALLERS, lab.pace().warmUp());
                Lab.say("%,d wrong keys refused", wrong.refused());
            }
            return inTurn(gateway, call);
        }
    }

    private Cell inTurn(Gateway gateway, HttpCall call) throws IOException, InterruptedException {
        List<Measurement> quiet = new ArrayList<>();
        List<Measurement> attacked = new ArrayList<>();
        long refused = 0;
        long others = 0;
        long began = 0;
        for (int round = 0; round < lab.pace().rounds(); round++) {
            quiet.add(lab.round("quiet", call, CALLERS, gateway.process()));
            long begin = System.nanoTime();
            try (WrongKeys wrong = new WrongKeys(call.uri(), RATE)) {
                attacked.add(lab.round("wrong keys beside", call, CALLERS, gateway.process()));
                began += System.nanoTime() - begin;
                refused += wrong.refused();
                others += wrong.others();
            }
        }
        if (others > 0) {
            throw new IllegalStateException(others + " wrong keys were not answered 401 or 429");
        }
        return new Cell("Wrong keys", NOTE)
                .row("quiet", Measurement.median(quiet))
                .row("with wrong keys beside", Measurement.median(attacked))
                .remark(String.format(Locale.ROOT, "%,.0f wrong keys a second were refused", refused / (began / 1e9)))
                .target(Target.atMost("p99 beside wrong keys / quiet", p99(attacked) / p99(quiet), 1.2, ""));
    }

    private static double p99(List<Measurement> rounds) {
        double[] sorted = rounds.stream().mapToDouble(Measurement::p99).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
