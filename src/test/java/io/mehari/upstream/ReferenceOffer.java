package io.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the reference server of the MCP project offers, whatever carries it. */
public final class ReferenceOffer {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ReferenceOffer() {}

    /**
     * Requires the whole offer, reads and gets some of it, and changes it.
     *
     * @param upstream connected to the server, and ready
     */
    public static void require(Upstream upstream) throws Exception {
        assertThat(upstream.tools()).hasSizeGreaterThan(5);
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(texts(upstream.offer().prompts(), "name")).contains("simple-prompt", "args-prompt");
            assertThat(texts(upstream.offer().resourceTemplates(), "uriTemplate"))
                    .contains("demo://resource/dynamic/text/{resourceId}");
            assertThat(texts(upstream.offer().resources(), "uri"))
                    .contains("demo://resource/static/document/features.md");
        });
        readsAndGets(upstream);
        followsAChange(upstream);
    }

    private static void readsAndGets(Upstream upstream) throws Exception {
        ObjectNode read =
                result(upstream, "resources/read", Json.object().put("uri", "demo://resource/dynamic/text/7"));
        assertThat(read.at("/contents/0/uri").asText()).isEqualTo("demo://resource/dynamic/text/7");
        ObjectNode params = Json.object().put("name", "args-prompt");
        params.putObject("arguments").put("city", "Bern");
        ObjectNode prompt = result(upstream, "prompts/get", params);
        assertThat(prompt.at("/messages/0/content/text").asText()).contains("Bern");
        assertThatThrownBy(
                        () -> result(upstream, "resources/read", Json.object().put("uri", "demo://nothing")))
                .hasMessageContaining("answered with error");
    }

    private static void followsAChange(Upstream upstream) throws Exception {
        int before = upstream.offer().resources().size();
        ObjectNode arguments = Json.object().put("name", "note.gz").put("data", "data:text/plain,hello");
        upstream.callTool("gzip-file-as-resource", arguments, ProgressListener.NONE)
                .result()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(upstream.offer().resources()).hasSize(before + 1));
    }

    private static ObjectNode result(Upstream upstream, String method, ObjectNode params) throws Exception {
        return upstream.request(method, params, ProgressListener.NONE)
                .result()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> texts(List<ObjectNode> entries, String member) {
        return entries.stream().map(entry -> entry.path(member).asText()).toList();
    }
}
