package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.catalog.ToolSource;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final ToolCatalog catalog = new ToolCatalog();
    private final Upstreams upstreams = new Upstreams();
    private final ToolRoutes routes = new ToolRoutes(CallSettings.DEFAULTS);
    private final FakeUpstream joining = new FakeUpstream("late").state(UpstreamState.JOINING, null);
    private final Admission admission = new Admission(catalog, upstreams, routes);

    @BeforeEach
    void listTools() {
        catalog.replace(
                ToolSource.of(Tools.settings("files")),
                List.of(Tools.definition("read_file"), Tools.definition("write_file")));
        catalog.announce("late");
        upstreams.add(new FakeUpstream("files"));
        upstreams.add(joining);
    }

    @Test
    void remembersToolAndRoute() {
        Exchange exchange = admit("files", "read_file");
        assertThat(exchange.getProperty(ExchangeState.TOOL, Tool.class).id()).isEqualTo("files/read_file");
        assertThat(exchange.getProperty(ExchangeState.ROUTE)).isEqualTo("upstream-files");
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isNull();
    }

    @Test
    void aCallThatHasBeenRefusedIsLeftAlone() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.CALL, Tools.call("nowhere", "nothing", Tools.json("{}")));
        Rejected refused = new Rejected(Outcome.RATE_LIMITED, "too many", Optional.empty());
        exchange.setProperty(ExchangeState.RESULT, refused);
        admission.process(exchange);
        assertThat(resultOf(exchange)).isSameAs(refused);
        assertThat(exchange.getProperty(ExchangeState.TOOL)).isNull();
    }

    @Test
    void anUnknownToolIsNotFoundAndTheNearestAreNamed() {
        ToolCallResult result = resultOf(admit("files", "read_fil"));
        assertThat(result.outcome()).isEqualTo(Outcome.NOT_FOUND);
        assertThat(result.message()).contains("read_fil").contains("did you mean read_file");
    }

    @Test
    void anUnknownServerIsNotFoundAndTheNearestAreNamed() {
        ToolCallResult result = resultOf(admit("fils", "read_file"));
        assertThat(result.outcome()).isEqualTo(Outcome.NOT_FOUND);
        assertThat(result.message()).contains("fils").contains("did you mean files");
    }

    @Test
    void aServerThatHasNotJoinedIsUnavailable() {
        ToolCallException failure = failureOf("late", "anything");
        assertThat(failure.result().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.result().upstream()).isEqualTo("late");
        assertThat(failure.result().retryAfter()).isPresent();
        assertThat(failure.getMessage()).contains("has not joined yet").contains("being started");
    }

    @Test
    void whyItHasNotJoinedIsSaid() {
        joining.state(UpstreamState.WAITING, "no such program");
        assertThat(failureOf("late", "anything")).hasMessageContaining("no such program");
    }

    @Test
    void aServerThatIsBackWithoutThatToolIsNotFound() {
        joining.state(UpstreamState.READY, null);
        assertThat(resultOf(admit("late", "anything")).outcome()).isEqualTo(Outcome.NOT_FOUND);
    }

    @Test
    void toolsOfARestartingServerAreStillFound() {
        ((FakeUpstream) upstreams.find("files").orElseThrow()).state(UpstreamState.WAITING, "exited");
        assertThat(admit("files", "read_file").getProperty(ExchangeState.TOOL)).isNotNull();
    }

    @Test
    void aToolThatIsNotAllowedIsNotFoundAndTheListThatKeepsItIsNamed() {
        AllowedTools reading = new AllowedTools(Set.of("read_secret"), Optional.of(Set.of("read_*")));
        upstreams.add(new FakeUpstream(Tools.settings("git").withTools(reading)));
        catalog.replace(ToolSource.of(Tools.settings("git").withTools(reading)), List.of(Tools.definition("read_log")));
        assertThat(resultOf(admit("git", "push")).outcome()).isEqualTo(Outcome.NOT_FOUND);
        assertThat(resultOf(admit("git", "push")).message())
                .contains("has no tool named \"push\" for callers", "allowedTools of git does not name push");
        assertThat(resultOf(admit("git", "read_secret")).message()).contains("disabledTools of git names read_secret");
        assertThat(resultOf(admit("git", "read_lag")).message())
                .doesNotContain("Tools of")
                .contains("read_log");
    }

    @Test
    void aToolThatIsNotAllowedIsNotCalledUnlistedEither() {
        upstreams.add(new FakeUpstream(
                Tools.settings("git").withTools(new AllowedTools(Set.of(), Optional.of(Set.of("log"))))));
        catalog.announce("git");
        assertThat(unlisted("git", "push").getProperty(ExchangeState.TOOL)).isNull();
        assertThat(unlisted("git", "log").getProperty(ExchangeState.TOOL)).isNotNull();
    }

    @Test
    void whyARouteIsNoToolIsSaid() {
        routes.apply(new ToolRoutes.Limits(CallSettings.DEFAULTS, Map.of(), AllowedTools.without(Set.of("off"))));
        catalog.announce("camel");
        assertThat(resultOf(admit("camel", "off")).message()).contains("disabledTools of camel names off");
    }

    @Test
    void aNameOfAnyLengthIsCutInTheAnswer() {
        assertThat(resultOf(admit("files", "x".repeat(100_000))).message()).hasSizeLessThan(300);
    }

    private Exchange admit(String server, String tool) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.CALL, Tools.call(server, tool, Tools.json("{}")));
        admission.process(exchange);
        return exchange;
    }

    private Exchange unlisted(String server, String tool) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        ToolCall call = Tools.call(server, tool, Tools.json("{}"));
        exchange.setProperty(
                ExchangeState.CALL,
                new ToolCall(server, tool, call.arguments(), call.context(), call.mode(), null, true));
        admission.process(exchange);
        return exchange;
    }

    private ToolCallException failureOf(String server, String tool) {
        return catchThrowableOfType(ToolCallException.class, () -> admit(server, tool));
    }

    private static ToolCallResult resultOf(Exchange exchange) {
        return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }
}
