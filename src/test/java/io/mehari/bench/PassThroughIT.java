package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway is compared with: a proxy that passes the same call on. */
class PassThroughIT {
    @TempDir
    private Path directory;

    @Test
    void nginxPassesTheCallOnAndEndsWithItsWorkers() throws IOException, InterruptedException {
        Optional<Path> program = Nginx.installed();
        if (program.isEmpty()) {
            assertThat(Nginx.MISSING).contains("apt-get install nginx");
            return;
        }
        try (HttpEchoServer server = HttpEchoServer.start(0)) {
            HttpCall call = new HttpCall(
                    URI.create("http://127.0.0.1:" + server.port() + "/mcp"), HttpEcho.BODY, EchoTools.MESSAGE);
            HttpCall proxied;
            try (Nginx nginx = Nginx.start(program.get(), directory, server.port())) {
                proxied = nginx.through(call);
                nginx.process().awaitAnswer(proxied);
                assertThat(proxied.uri().getPort()).isNotEqualTo(server.port());
            }
            assertThat(proxied.answer()).startsWith("none");
        }
    }
}
