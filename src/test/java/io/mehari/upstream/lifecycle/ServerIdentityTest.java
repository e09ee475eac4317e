package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import org.junit.jupiter.api.Test;

class ServerIdentityTest {
    private static final String HUGE = "x".repeat(10_000_000);

    @Test
    void whatAServerSaysOfItselfIsKeptAsItCame() throws RequestFailedException {
        ObjectNode result = result();
        result.putObject("serverInfo")
                .put("name", "n")
                .putArray("icons")
                .addObject()
                .put("src", "data:,");
        result.putObject("capabilities").putObject("tools").put("listChanged", true);
        result.put("instructions", "handle with care");
        ServerIdentity identity = ServerIdentity.of(result);
        assertThat(identity.serverInfo()).contains((ObjectNode) result.path("serverInfo"));
        assertThat(identity.capabilities()).isEqualTo(result.path("capabilities"));
        assertThat(identity.instructions()).contains("handle with care");
    }

    @Test
    void whatIsTooLargeIsCut() throws RequestFailedException {
        ObjectNode result = result();
        result.putObject("serverInfo")
                .put("name", HUGE)
                .put("version", "1")
                .put(HUGE, "v")
                .putArray("icons")
                .add(HUGE);
        ObjectNode capabilities = result.putObject("capabilities");
        capabilities.putObject("resources").put("odd", HUGE);
        capabilities.putObject("prompts").put("listChanged", true);
        result.put("instructions", HUGE);
        ServerIdentity identity = ServerIdentity.of(result);
        ObjectNode info = identity.serverInfo().orElseThrow();
        assertThat(Json.text(info)).hasSizeLessThan(4_000).contains("10000000 characters");
        assertThat(info.path("version").asText()).isEqualTo("1");
        assertThat(identity.capabilities().path("resources").isObject()).isTrue();
        assertThat(identity.capabilities().path("prompts").path("listChanged").asBoolean())
                .isTrue();
        assertThat(identity.instructions().orElseThrow()).hasSizeLessThan(70_000);
    }

    private static ObjectNode result() {
        return Json.object().put("protocolVersion", "2025-11-25");
    }
}
