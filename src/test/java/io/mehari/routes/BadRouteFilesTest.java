package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.component.generation.Generation;
import io.mehari.launch.GatewayFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A set of route files that cannot be run is refused with file and reason; the one before goes on. */
class BadRouteFilesTest extends ServingGatewayFixture {
    private static final String TOOL = "tools/bad.camel.yaml";

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad("broken YAML", "- route: {id: bad, from: [", TOOL, "line"),
                bad("no list of routes", "nonsense", TOOL),
                bad("unknown bean", route("ai-tool:bad", "process: {ref: noSuchBean}"), TOOL, "noSuchBean"),
                bad(
                        "unknown policy",
                        route("ai-tool:bad", "policy: {ref: noPolicy, steps: [{stop: {}}]}"),
                        TOOL,
                        "noPolicy"),
                bad("unknown component", route("ai-tool:bad", "to: \"nosuch:thing\""), TOOL, "nosuch"),
                bad("unknown option", route("ai-tool:bad", "to: \"mcp:files?tol=read\""), TOOL, "tol"),
                bad("unknown option of a tool", route("ai-tool:bad?readonly=true", "stop: {}"), TOOL, "readonly"),
                bad("unknown step", route("ai-tool:bad", "teleport: {}"), TOOL, "teleport"),
                bad("bad expression", route("ai-tool:bad", "setBody: {simple: \"${nosuch\"}"), TOOL, "nosuch"),
                bad("missing placeholder", route("ai-tool:bad", "to: \"direct:{{no.such.key}}\""), TOOL, "no.such.key"),
                bad("missing direct target", route("ai-tool:bad", "to: \"direct:nowhere\""), TOOL, "direct://nowhere"),
                bad(
                        "parameter like Camel's own",
                        route("ai-tool:bad?parameter.camelFoo=string", "stop: {}"),
                        TOOL,
                        "camelFoo"),
                bad(
                        "two tools of one name",
                        route("ai-tool:current_time", "stop: {}"),
                        TOOL,
                        "Two routes offer the tool",
                        "tools/current-time.camel.yaml"),
                bad(
                        "a bean misspelt",
                        route("ai-tool:bad", "policy: {ref: bulkhed, steps: [{stop: {}}]}"),
                        "Did you mean bulkhead?"),
                bad("route without a dash", "route:\n  id: bad\n  from:\n    uri: direct:bad\n", TOOL),
                bad(
                        "a template",
                        "- routeTemplate:\n    id: x\n    from:\n      uri: direct:x\n      steps:\n        - stop: {}\n",
                        TOOL,
                        "holds no route"),
                bad(
                        "missing target of a wireTap",
                        route("ai-tool:bad", "wireTap: {uri: direct:nope}"),
                        TOOL,
                        "direct://nope"),
                bad(
                        "missing target of enrich",
                        route("ai-tool:bad", "enrich: {constant: direct:nope}"),
                        TOOL,
                        "direct://nope"),
                bad(
                        "missing target that looks computed",
                        route("ai-tool:bad", "toD: direct:nope"),
                        TOOL,
                        "direct://nope"),
                bad(
                        "a type that is not there",
                        "- route:\n    id: bad\n    from:\n      uri: ai-tool:bad\n      steps:\n        - process: {ref: '#class:no.such.Type'}\n",
                        TOOL,
                        "no.such.Type"),
                Arguments.of(
                        "the firewall misspelt",
                        change(
                                "pipeline/tool-call.camel.yaml",
                                "routeConfigurationId: error-firewall",
                                "routeConfigurationId: error-firewal"),
                        List.of("pipeline/tool-call.camel.yaml", "Did you mean error-firewall?")),
                bad(
                        "tool server named like an upstream",
                        route("ai-tool:bad?server=files", "stop: {}"),
                        TOOL,
                        "upstream's name"),
                bad("tool server with a reserved name", route("ai-tool:bad?server=health", "stop: {}"), TOOL, "health"),
                bad("tool server nobody can name", route("ai-tool:bad?server=a__b", "stop: {}"), TOOL, "a__b"),
                bad(
                        "the id of another route",
                        route("ai-tool:bad", "stop: {}").replace("id: bad", "id: current-time"),
                        TOOL,
                        "current-time",
                        "tools/current-time.camel.yaml"),
                bad(
                        "two routes in one file",
                        route("ai-tool:bad", "stop: {}")
                                + route("ai-tool:worse", "stop: {}").replace("id: bad", "id: worse"),
                        TOOL,
                        "one route"),
                bad("no route at all", "- beans: []", TOOL),
                Arguments.of(
                        "no tool-call route",
                        (Consumer<GatewayFixture>) fixture -> fixture.delete("pipeline/tool-call.camel.yaml"),
                        List.of("pipeline/tool-call.camel.yaml")),
                Arguments.of(
                        "a tool-call route nobody can reach",
                        change("pipeline/tool-call.camel.yaml", "name: tool-call\n", "name: elsewhere\n"),
                        List.of("direct:tool-call")),
                Arguments.of(
                        "a missing stage",
                        (Consumer<GatewayFixture>) fixture -> fixture.delete("pipeline/tool-call-validate.camel.yaml"),
                        List.of("direct://tool-call-validate", "pipeline/tool-call.camel.yaml")),
                Arguments.of(
                        "no Kamelet for upstreams",
                        (Consumer<GatewayFixture>) fixture -> fixture.delete("upstream/mcp-upstream.kamelet.yaml"),
                        List.of("upstream/mcp-upstream.kamelet.yaml")),
                Arguments.of(
                        "a Kamelet with an unknown bean",
                        change("upstream/mcp-upstream.kamelet.yaml", "ref: breaker", "ref: braker"),
                        List.of("mcp-upstream.kamelet.yaml", "braker")),
                Arguments.of(
                        "a file over 1 MiB",
                        (Consumer<GatewayFixture>) fixture -> fixture.write(TOOL, "#".repeat((1 << 20) + 1)),
                        List.of("bad.camel.yaml", "1 MiB")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void isRefusedNamingFileAndReason(String what, Consumer<GatewayFixture> change, List<String> said)
            throws Exception {
        Generation before = gateway.running.current().orElseThrow();
        List<String> servers = gateway.catalog.servers();
        change.accept(gateway);
        try {
            CompletionException refused = Assertions.catchThrowableOfType(CompletionException.class, gateway::reload);
            assertThat(refused).hasCauseInstanceOf(InvalidRoutesException.class);
            assertThat(refused.getCause().getMessage()).contains(said);
            assertThat(gateway.generations.problem())
                    .contains(refused.getCause().getMessage());
        } finally {
            restore();
        }
        assertThat(gateway.running.current()).contains(before);
        assertThat(gateway.catalog.servers()).isEqualTo(servers);
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void refusedSetsLeaveNothingBehind() throws Exception {
        List<String> threads = GatewayFixture.generationThreads();
        for (int i = 0; i < 20; i++) {
            gateway.write(TOOL, route("ai-tool:bad", "to: \"direct:nowhere\""));
            Assertions.assertThatThrownBy(gateway::reload).hasMessageContaining("nowhere");
        }
        restore();
        assertThat(GatewayFixture.generationThreads()).isEqualTo(threads);
    }

    private static void restore() throws Exception {
        Path bad = gateway.routes.resolve(TOOL);
        java.nio.file.Files.deleteIfExists(bad);
        org.springframework.util.FileSystemUtils.copyRecursively(Path.of("routes"), gateway.routes);
    }

    private static Arguments bad(String what, String content, String... said) {
        return Arguments.of(what, (Consumer<GatewayFixture>) fixture -> fixture.write(TOOL, content), List.of(said));
    }

    private static Consumer<GatewayFixture> change(String file, String from, String to) {
        return fixture -> {
            assertThat(fixture.read(file)).contains(from);
            fixture.write(file, fixture.read(file).replace(from, to));
        };
    }

    private static String route(String from, String step) {
        return "- route:\n    id: bad\n    from:\n      uri: \"" + from + "\"\n      steps:\n        - " + step + "\n";
    }
}
