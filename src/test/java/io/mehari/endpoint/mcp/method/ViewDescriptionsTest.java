package io.mehari.endpoint.mcp.method;

import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.endpoint.mcp.message.McpView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewDescriptionsTest {
    private final MethodFixture mcp = new MethodFixture(
            new GroupSettings(Map.of("g", new Group("", List.of("a"), List.of(), List.of(), null))), null);
    private final McpMethods methods = mcp.methods;

    @Test
    void allServersTogetherMayBringEverything() {
        assertThat(methods.capabilities(McpView.ALL))
                .isEqualTo(json("{'tools':{'listChanged':true},'resources':{'subscribe':true,'listChanged':true},"
                        + "'prompts':{'listChanged':true},'completions':{},'logging':{}}"));
        assertThat(methods.instructions(McpView.ALL)).isEmpty();
    }

    @Test
    void oneServerHasWhatItDeclares() {
        mcp.gateway.server("a").declares(json("{'tools':{},'resources':{'listChanged':false},'logging':{}}"), null);
        assertThat(methods.capabilities(McpView.ofServer("a")))
                .isEqualTo(json("{'tools':{'listChanged':true},'resources':{'listChanged':true},'logging':{}}"));
    }

    @Test
    void oneServerThatWasNeverThereMayBringEverything() {
        mcp.gateway.server("a");
        assertThat(methods.capabilities(McpView.ofServer("a"))).isEqualTo(methods.capabilities(McpView.ALL));
    }

    @Test
    void aGroupHasTools() {
        mcp.gateway.server("a").declares(json("{'resources':{},'prompts':{}}"), null);
        assertThat(methods.capabilities(McpView.ofGroup("g")))
                .isEqualTo(json("{'tools':{'listChanged':true},'resources':{},'logging':{}}"));
    }

    @Test
    void instructionsOfOneServerStayAndThoseOfSeveralHaveHeadings() {
        mcp.gateway.server("a").declares(json("{}"), " Use a.\n");
        mcp.gateway.server("b").declares(json("{}"), "Use b.");
        mcp.gateway.server("c");
        assertThat(methods.instructions(McpView.ofServer("a"))).contains(" Use a.\n");
        assertThat(methods.instructions(McpView.ALL)).contains("# a\n\n Use a.\n\n\n# b\n\nUse b.");
        assertThat(methods.instructions(McpView.ofGroup("g"))).contains("# a\n\n Use a.\n");
        assertThat(methods.instructions(McpView.ofServer("c"))).isEmpty();
    }

    @Test
    void instructionsAreBoundedAndEveryServerHasItsShare() {
        mcp.gateway.server("a").declares(json("{}"), "a".repeat(100_000));
        mcp.gateway.server("b").declares(json("{}"), "short");
        String merged = methods.instructions(McpView.ALL).orElseThrow();
        assertThat(merged)
                .hasSizeLessThanOrEqualTo(ViewDescriptions.LONGEST_INSTRUCTIONS)
                .contains("(cut)", "# b\n\nshort");
    }

    @Test
    void saysWhoTheGatewayIs() {
        assertThat(methods.serverInfo().path("name").asText()).isEqualTo("mehari");
        assertThat(methods.serverInfo().path("version").asText()).isNotEmpty();
    }
}
