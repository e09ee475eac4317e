package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How fast the streamable HTTP echo server answers without a gateway: the ceiling of what passes through one. */
final class HttpEchoCell {
    private static final int CALLERS = 32;
    private static final String BODY = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"echo\",\"arguments\":{\"message\":\"hello from the bench\"}}}";

    private final Lab lab;

    HttpEchoCell(Lab lab) {
        this.lab = lab;
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        int port = ChildJvm.freePort();
        HttpCall call = new HttpCall(URI.create("http://127.0.0.1:" + port + "/mcp"), BODY, "hello from the bench");
        Path directory = Files.createDirectories(lab.directory().resolve("http-echo"));
        try (ChildJvm server = ChildJvm.start(directory, HttpEchoServer.class, List.of(Integer.toString(port)))) {
            server.awaitAnswer(call);
            lab.warmUp("HTTP echo server", call, CALLERS, lab.pace().warmUp());
            List<Measurement> rounds = new ArrayList<>();
            for (int round = 0; round < lab.pace().fewerRounds(); round++) {
                rounds.add(lab.round("HTTP echo server", call, CALLERS, server));
            }
            return new Cell(
                            "HTTP echo server alone",
                            "The streamable HTTP echo server called directly, " + CALLERS + " connections: the "
                                    + "ceiling for calls that pass through the gateway to it.")
                    .row("tools/call", Measurement.median(rounds));
        }
    }
}
