package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.call.ToolCall;
import io.mehari.security.KeyHash;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.FakeUpstream;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.HeaderForwarding;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Transport;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Headers of a request become part of its calls where the entry of the call's server asks for them, and nowhere else. */
class ForwardedHeadersRestIT {
    private static final String KEY = "the key";

    private final Queue<ToolCall> calls = new ConcurrentLinkedQueue<>();

    @Test
    void theServerThatAsksGetsThemAndNoOther() throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN)) {
            for (String path : List.of("/remote/run", "/api/v1/tools/remote/run", "/plain/run", "/unknown/run")) {
                gateway.send(request(gateway, path).POST(BodyPublishers.ofString("{}")));
            }
            assertThat(calls)
                    .extracting(call -> call.context().headers().values())
                    .containsExactly(
                            new TreeMap<>(Map.of("x-user", "anna", "authorization", "Bearer t")),
                            new TreeMap<>(Map.of("x-user", "anna", "authorization", "Bearer t")),
                            new TreeMap<>(),
                            new TreeMap<>());
        }
    }

    @Test
    void eachCallOfABatchHasThoseOfItsServer() throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN)) {
            gateway.send(
                    request(gateway, "/api/v1/batch")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"calls\": [{\"server\": \"remote\", \"tool\": \"a\"}, {\"server\": \"plain\", \"tool\": \"b\"}]}")));
            assertThat(calls)
                    .extracting(call -> call.tool() + call.context().headers())
                    .containsExactlyInAnyOrder("aClientHeaders[authorization, x-user]", "bClientHeaders[]");
        }
    }

    @Test
    void theKeyOfTheGatewayNeverGoesOn() throws Exception {
        try (RestGateway gateway = gateway(withKey())) {
            gateway.send(gateway.request("/remote/run")
                    .header("Authorization", "Bearer " + KEY)
                    .header("X-User", "anna")
                    .POST(BodyPublishers.ofString("{}")));
            assertThat(calls)
                    .singleElement()
                    .extracting(call -> call.context().headers())
                    .hasToString("ClientHeaders[x-user]");
        }
    }

    @Test
    void nothingOfThemIsShownWithTheCall() throws Exception {
        try (RestGateway gateway = gateway(RestGateway.OPEN)) {
            gateway.send(request(gateway, "/remote/run").POST(BodyPublishers.ofString("{}")));
            assertThat(String.valueOf(calls.peek()) + calls.peek().context())
                    .doesNotContain("anna")
                    .doesNotContain("Bearer");
        }
    }

    private RestGateway gateway(SecuritySettings security) throws Exception {
        RestGateway gateway = new RestGateway(RestGateway.DEFAULTS, security);
        gateway.upstreams.add(
                server("remote", new HeaderForwarding(List.of("x-user", "authorization", "x-other"), List.of())));
        gateway.upstreams.add(server("plain", HeaderForwarding.NONE));
        gateway.pipeline = call -> {
            calls.add(call);
            return done(RestGateway.echo(call));
        };
        return gateway;
    }

    private static SecuritySettings withKey() {
        return new SecuritySettings(false, List.of(new ApiKey("ci", KeyHash.of(KEY), Set.of(Scope.CALL))), List.of());
    }

    private static HttpRequest.Builder request(RestGateway gateway, String path) {
        return gateway.request(path)
                .header("X-User", "anna")
                .header("Authorization", "Bearer t")
                .header("X-Tenant", "acme");
    }

    private static FakeUpstream server(String name, HeaderForwarding forwarding) {
        return new FakeUpstream(new UpstreamSettings(
                name,
                null,
                new HttpSettings(
                        URI.create("http://127.0.0.1:1/mcp"),
                        Transport.PROBE,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        forwarding),
                Set.of(),
                false,
                CallSettings.DEFAULTS,
                Map.of(),
                "f"));
    }
}
