package io.mehari.monitoring.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Why is this tool not available": every step of the way at which a call would end. */
class ToolDiagnosisTest {
    private final Upstreams upstreams = new Upstreams();
    private final ToolCatalog catalog = new ToolCatalog();
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

    @BeforeEach
    void servers() {
        upstreams.add(new FakeUpstream("files"));
        upstreams.add(new FakeUpstream("down").state(UpstreamState.WAITING, "exited with code 3"));
        upstreams.add(new FakeUpstream("bad").state(UpstreamState.MISCONFIGURED, "no command"));
        catalog.replace(
                ToolSource.of(Tools.settings("files")), List.of(Tools.definition("read"), Tools.definition("write")));
        catalog.announce("down");
        catalog.announce("bad");
    }

    @ParameterizedTest
    @CsvSource({
        "files/read,   '',                true",
        "files__read,  '',                true",
        "read,         '',                true",
        "fles/read,    server_configured, false",
        "bad/run,      entry_usable,      false",
        "down/run,     server_connected,  false",
        "down__run,    server_connected,  false",
        "files/reed,   tool_listed,       false",
        "reed,         known,             false",
    })
    void stopsWhereACallWouldEnd(String asked, String failed, boolean available) {
        ObjectNode json = diagnosis(Map.of()).diagnose(asked, Optional.empty());
        assertThat(json.path("available").asBoolean()).isEqualTo(available);
        assertThat(json.path("answer").asText()).isNotBlank();
        var last = json.path("checks").get(json.path("checks").size() - 1);
        assertThat(last.path("ok").asBoolean()).isEqualTo(available);
        if (!available) {
            assertThat(last.path("check").asText()).isEqualTo(failed);
            assertThat(json.path("recommendation").asText()).isNotBlank();
        }
    }

    @Test
    void namesTheCause() {
        assertThat(diagnosis(Map.of())
                        .diagnose("down/run", Optional.empty())
                        .path("answer")
                        .asText())
                .contains("waiting", "exited with code 3");
        assertThat(diagnosis(Map.of())
                        .diagnose("files/reed", Optional.empty())
                        .path("recommendation")
                        .asText())
                .contains("read");
    }

    @Test
    void aToolThatIsDisabledSaysSo() {
        upstreams.add(new FakeUpstream(Tools.settings("git", "f", "push")));
        catalog.announce("git");
        ObjectNode json = diagnosis(Map.of()).diagnose("push", Optional.empty());
        assertThat(json.path("answer").asText()).isEqualTo("disabledTools of git names push");
    }

    @Test
    void aToolThatIsNotOnTheListOfThoseAllowedSaysSo() {
        AllowedTools only = new AllowedTools(Set.of(), Optional.of(Set.of("log")));
        upstreams.add(new FakeUpstream(Tools.settings("git").withTools(only)).tools(Tools.definition("push")));
        catalog.announce("git");
        for (String asked : List.of("push", "git/push")) {
            ObjectNode json = diagnosis(Map.of()).diagnose(asked, Optional.empty());
            assertThat(json.path("answer").asText()).isEqualTo("allowedTools of git does not name push");
            assertThat(json.path("recommendation").asText()).contains("allowedTools");
        }
    }

    @Test
    void anOpenBreakerSaysSo() {
        breakers.circuitBreaker("files/read").transitionToOpenState();
        ObjectNode json = diagnosis(Map.of()).diagnose("files/read", Optional.empty());
        assertThat(json.path("available").asBoolean()).isFalse();
        assertThat(json.path("answer").asText()).contains("circuit breaker of files/read is open");
    }

    @Test
    void aGroupMayLeaveItOut() {
        ToolDiagnosis diagnosis =
                diagnosis(Map.of("reading", new Group("", List.of(), List.of("files/read"), List.of(), null)));
        assertThat(diagnosis
                        .diagnose("files/read", Optional.of("reading"))
                        .path("available")
                        .asBoolean())
                .isTrue();
        assertThat(diagnosis
                        .diagnose("files/write", Optional.of("reading"))
                        .path("answer")
                        .asText())
                .contains("reading", "leaves it out");
        assertThat(diagnosis
                        .diagnose("files/write", Optional.of("absent"))
                        .path("answer")
                        .asText())
                .contains("no group named absent");
    }

    private ToolDiagnosis diagnosis(Map<String, Group> groups) {
        return new ToolDiagnosis(
                catalog, upstreams, new ToolGroups(new GroupSettings(groups), catalog, new ServerAliases()), breakers);
    }
}
