package io.mehari.endpoint.mcp.offer;

import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Tools;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Offer.Kind;
import io.mehari.upstream.UpstreamState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfferPagesTest {
    private static final McpView ALL = McpView.ALL;

    private final Views gateway = new Views(1_000);

    @Test
    void namesToolsAndPromptsByTheirServerAndLeavesUris() {
        gateway.server("b", "one");
        gateway.server(
                "a",
                Views.offer(Kind.TOOLS, "two", "one")
                        .with(Kind.PROMPTS, Views.offer(Kind.PROMPTS, "ask").prompts())
                        .with(
                                Kind.RESOURCES,
                                Views.offer(Kind.RESOURCES, "memo:insights", "ui://x")
                                        .resources())
                        .with(
                                Kind.RESOURCE_TEMPLATES,
                                Views.offer(Kind.RESOURCE_TEMPLATES, "x://{id}").resourceTemplates()));

        assertThat(gateway.toolNames(ALL)).containsExactly("a__two", "a__one", "b__one");
        assertThat(gateway.toolNames(McpView.ofServer("a"))).containsExactly("two", "one");
        assertThat(gateway.list(Kind.PROMPTS, ALL, "prompts", "name")).containsExactly("a__ask");
        assertThat(gateway.list(Kind.PROMPTS, McpView.ofServer("a"), "prompts", "name"))
                .containsExactly("ask");
        assertThat(gateway.list(Kind.PROMPTS, McpView.ofServer("b"), "prompts", "name"))
                .isEmpty();
        assertThat(gateway.list(Kind.RESOURCES, ALL, "resources", "uri")).containsExactly("memo:insights", "ui://x");
        assertThat(gateway.list(Kind.RESOURCE_TEMPLATES, ALL, "resourceTemplates", "uriTemplate"))
                .containsExactly("x://{id}");
    }

    @Test
    void keepsEveryByteOfADefinitionButNameAndReservedKeys() {
        ObjectNode definition = json("{'title': 'T', 'name': 'n', 'inputSchema': {'type': 'object', 'x-v': 1e5,"
                + " 'properties': {'id': {'default': 9007199254740993, 'maximum': 1.10000000000000000001}}},"
                + " 'vendor': [null, 'ä'], '_meta': {'ui': {}, 'io.modelcontextprotocol/x': 1}, 'execution': {}}");
        gateway.server("s", Offer.NONE.with(Kind.TOOLS, List.of(definition)));
        String expected = "{\"title\":\"T\",\"name\":\"NAME\",\"inputSchema\":{\"type\":\"object\",\"x-v\":1E+5,"
                + "\"properties\":{\"id\":{\"default\":9007199254740993,\"maximum\":1.10000000000000000001}}},"
                + "\"vendor\":[null,\"ä\"],\"_meta\":{\"ui\":{}},\"execution\":{}}";
        assertThat(Json.text(gateway.pages.page(Kind.TOOLS, ALL, null)))
                .isEqualTo("{\"tools\":[" + expected.replace("NAME", "s__n") + "]}");
        assertThat(Json.text(gateway.pages.page(Kind.TOOLS, McpView.ofServer("s"), null)))
                .isEqualTo("{\"tools\":[" + expected.replace("NAME", "n") + "]}");
    }

    /** What a page costs does not depend on how many requests came before, nor on servers that have not changed. */
    @Test
    void theListOfAllIsMadeOnceForAllRequestsAndAfterAChangeOfWhatHasChanged() {
        for (int i = 0; i < 50; i++) {
            gateway.server(
                    "s" + i, IntStream.range(0, 20).mapToObj(n -> "t" + n).toArray(String[]::new));
        }
        ViewOffer made = gateway.views.of(ALL);
        assertThat(made.list(Kind.TOOLS)).hasSize(1_000);
        for (int i = 0; i < 100; i++) {
            gateway.page(Kind.TOOLS, ALL, null);
            assertThat(gateway.views.of(ALL)).isSameAs(made);
        }

        gateway.tools.replace(
                ToolSource.of(gateway.upstreams.find("s7").orElseThrow().settings()),
                List.of(Tools.definition("other")));
        ViewOffer again = gateway.views.of(ALL);
        assertThat(again.list(Kind.TOOLS)).hasSize(981);
        assertThat(again.list(Kind.TOOLS).stream()
                        .filter(entry -> made.list(Kind.TOOLS).stream().anyMatch(old -> old == entry)))
                .as("encoded before and used again")
                .hasSize(980);
    }

    @Test
    void listsOfAGroupHaveItsToolsAndNothingElse() {
        Views grouped = new Views(
                10, new GroupSettings(Map.of("g", new Group("", List.of(), List.of("a/r*"), List.of(), null))));
        grouped.server(
                "a", Views.offer(Kind.TOOLS, "read", "write").with(Kind.RESOURCES, List.of(json("{'uri':'m:1'}"))));
        McpView group = McpView.ofGroup("g");
        assertThat(grouped.toolNames(group)).containsExactly("a__read");
        assertThat(grouped.list(Kind.RESOURCES, group, "resources", "uri")).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.mcp.lists.page-size")
    void pagesAreCompleteWithoutDuplicates() {
        Views paged = new Views(16);
        paged.server("s", IntStream.range(0, 136).mapToObj(i -> "t" + i).toArray(String[]::new));
        List<String> names = new ArrayList<>();
        int pages = 0;
        String cursor = null;
        do {
            JsonNode page = paged.page(Kind.TOOLS, ALL, cursor);
            page.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
            cursor = page.path("nextCursor").asText(null);
            pages++;
        } while (cursor != null);
        assertThat(pages).isEqualTo(9);
        assertThat(names).hasSize(136).doesNotHaveDuplicates().first().isEqualTo("s__t0");
    }

    @Test
    void aPageGoesOnBehindTheLastEntryWhateverHasChangedBefore() {
        Views paged = new Views(2);
        paged.server("b", "b1", "b2", "b3", "b4");
        String cursor = paged.page(Kind.TOOLS, ALL, null).path("nextCursor").asText();
        paged.server("a", "a1", "a2", "a3");
        assertThat(paged.page(Kind.TOOLS, ALL, cursor).at("/tools/0/name").asText())
                .isEqualTo("b__b3");

        paged.tools.remove("a");
        paged.tools.replace(
                ToolSource.of(Tools.settings("b")),
                List.of(Tools.definition("x"), Tools.definition("y"), Tools.definition("z")));
        assertThat(paged.page(Kind.TOOLS, ALL, cursor).at("/tools/0/name").asText())
                .as("where it was, since its entry is gone")
                .isEqualTo("b__z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "2", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%%%", "nonsense nonsense"})
    void refusesForgedCursors(String cursor) {
        assertRefused(gateway, Kind.TOOLS, ALL, cursor);
    }

    @Test
    void refusesCursorsOfOthers() {
        Views paged = new Views(1);
        paged.server(
                "s",
                Views.offer(Kind.TOOLS, "a", "b", "c")
                        .with(Kind.PROMPTS, Views.offer(Kind.PROMPTS, "a", "b").prompts()));
        Views other = new Views(1);
        other.server("s", "a", "b", "c");
        String cursor = paged.page(Kind.TOOLS, ALL, null).path("nextCursor").asText();

        assertThat(paged.page(Kind.TOOLS, ALL, cursor).at("/tools/0/name").asText())
                .isEqualTo("s__b");
        assertRefused(other, Kind.TOOLS, ALL, cursor);
        assertRefused(paged, Kind.PROMPTS, ALL, cursor);
        assertRefused(paged, Kind.TOOLS, McpView.ofServer("s"), cursor);
        for (int i = 0; i < cursor.length() - 1; i++) {
            char changed = cursor.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(paged, Kind.TOOLS, ALL, cursor.substring(0, i) + changed + cursor.substring(i + 1));
        }
        assertThatThrownBy(() -> paged.pages.page(Kind.TOOLS, ALL, Json.object().numberNode(1)))
                .isInstanceOf(McpErrorException.class)
                .hasMessageContaining("string");
    }

    private static void assertRefused(Views gateway, Kind kind, McpView view, String cursor) {
        assertThatThrownBy(() -> gateway.page(kind, view, cursor))
                .isInstanceOf(McpErrorException.class)
                .satisfies(e -> assertThat(((McpErrorException) e).code()).isEqualTo(-32602));
    }

    @Test
    void namesTheServersThatAreNotThere() {
        gateway.server("up", "x");
        gateway.server("down", "y").state(UpstreamState.WAITING, "refused the connection");
        gateway.server("joining").state(UpstreamState.JOINING, null);
        gateway.server("wrong").state(UpstreamState.MISCONFIGURED, "has no command");

        JsonNode page = gateway.page(Kind.TOOLS, ALL, null);
        assertThat(page.at("/_meta/io.mehari~1incomplete"))
                .isEqualTo(Json.MAPPER
                        .createArrayNode()
                        .add(json("{'server':'down','state':'down','reason':'it refused the connection'}"))
                        .add(json("{'server':'joining','state':'joining','reason':'it is being started'}"))
                        .add(json("{'server':'wrong','state':'misconfigured','reason':'it has no command'}")));
        assertThat(gateway.toolNames(ALL)).as("what was known before stays").contains("down__y");
        assertThat(gateway.page(Kind.TOOLS, McpView.ofServer("up"), null).has("_meta"))
                .isFalse();
    }

    @Test
    void ofOneUriTheFirstServerByNameHasIt() {
        gateway.server("b", Views.offer(Kind.RESOURCES, "m:1", "m:2"));
        gateway.server("a", Views.offer(Kind.RESOURCES, "m:1"));
        JsonNode page = gateway.page(Kind.RESOURCES, ALL, null);
        assertThat(gateway.list(Kind.RESOURCES, ALL, "resources", "uri")).containsExactly("m:1", "m:2");
        assertThat(gateway.views.of(ALL).owner("m:1")).map(Entry::server).contains("a");
        assertThat(page.at("/_meta/io.mehari~1conflicts/0")).isEqualTo(json("{'name':'m:1','server':'a','other':'b'}"));
        assertThat(gateway.list(Kind.RESOURCES, McpView.ofServer("b"), "resources", "uri"))
                .hasSize(2);
    }

    @Test
    void toolsWhoseNamesMeetAreBothShown() {
        gateway.server("a_", "b");
        gateway.server("a", "_b");
        List<String> names = gateway.toolNames(ALL);
        assertThat(names).hasSize(2).doesNotHaveDuplicates().contains("a___b");
        assertThat(gateway.views.of(ALL).find(Kind.TOOLS, "a___b"))
                .map(Entry::server)
                .contains("a");
        assertThat(gateway.views.of(ALL).find(Kind.TOOLS, names.get(1)))
                .map(Entry::server)
                .contains("a_");
        assertThat(gateway.page(Kind.TOOLS, ALL, null)
                        .at("/_meta/io.mehari~1conflicts/0/shown_as")
                        .asText())
                .isEqualTo(names.get(1));
    }

    @Test
    void disabledToolsAreNotThere() {
        gateway.tools.replace(
                ToolSource.of(Tools.settings("s", "f", "secret")),
                List.of(Tools.definition("secret"), Tools.definition("open")));
        assertThat(gateway.toolNames(ALL)).containsExactly("s__open");
        assertThat(gateway.toolNames(McpView.ofServer("s"))).containsExactly("open");
    }

    @Test
    void aListIsEncodedOncePerChangeOfItsEntries() {
        gateway.server("a", "one");
        gateway.server("b", "two");
        ViewOffer first = gateway.views.of(ALL);
        assertThat(gateway.views.of(ALL)).isSameAs(first);

        gateway.server("c", "three");
        ViewOffer second = gateway.views.of(ALL);
        assertThat(second).isNotSameAs(first);
        assertThat(second.list(Kind.TOOLS).get(0))
                .isSameAs(first.list(Kind.TOOLS).get(0));
        assertThat(new HashSet<>(second.list(Kind.TOOLS))).hasSize(3);
    }

    @Test
    void aThousandToolsOfFiftyServersAreOnePage() {
        for (int server = 0; server < 50; server++) {
            String name = "server" + server;
            gateway.server(
                    name, IntStream.range(0, 20).mapToObj(i -> "tool" + i).toArray(String[]::new));
        }
        JsonNode page = gateway.page(Kind.TOOLS, ALL, null);
        assertThat(page.path("tools")).hasSize(1_000);
        assertThat(page.has("nextCursor")).isFalse();
        assertThat(page.at("/tools/0/inputSchema/type").asText()).isEqualTo("object");
    }
}
