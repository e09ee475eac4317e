package io.mehari.upstream.stdio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/** A gateway of its own process that sends text through a server and tells by its exit code whether it came back. */
public final class EncodingProbe {
    static final int EXACT = 42;

    private EncodingProbe() {}

    public static void main(String[] args) throws Exception {
        boolean exact;
        try (StdioFixture fixture = new StdioFixture()) {
            StdioUpstream returns = StdioFixture.ready(fixture.faulty("returns-arguments"));
            ObjectNode sent = Json.object().put("text", FaultyServer.UNICODE);
            ObjectNode back = StdioFixture.result(StdioFixture.call(returns, "run", sent));
            StdioUpstream says = fixture.faulty("unicode");
            says.start();
            ObjectNode said = StdioFixture.result(StdioFixture.call(says, "run", Json.object()));
            exact = back.equals(sent) && said.at("/content/0/text").asText().equals(FaultyServer.UNICODE);
        }
        Runtime.getRuntime().halt(exact ? EXACT : 1);
    }
}
