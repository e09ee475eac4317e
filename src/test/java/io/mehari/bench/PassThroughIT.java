package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway is compared with: a proxy that passes the same call on. */
class PassThroughIT {
    @TempDir
    private Path directory;

    @Test
    @Requires(Requirement.NGINX)
    void nginxPassesTheCallOnAndEndsWithItsWorkers() throws IOException, InterruptedException {
        try (HttpEchoServer server = HttpEchoServer.start(0)) {
            HttpCall call = new HttpCall(
                    URI.create("http://127.0.0.1:" + server.port() + "/mcp"), HttpEcho.BODY, EchoTools.MESSAGE);
            HttpCall proxied;
            try (Nginx nginx = Nginx.start(Requirement.NGINX.path(), directory, server.port())) {
                proxied = nginx.through(call);
                nginx.process().awaitAnswer(proxied);
                assertThat(proxied.uri().getPort()).isNotEqualTo(server.port());
            }
            assertThat(proxied.answer()).startsWith("none");
        }
    }
}
