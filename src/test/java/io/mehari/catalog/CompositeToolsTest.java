package io.mehari.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.support.Tools;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CallSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What tools that are made of others say of themselves. */
@ExtendWith(OutputCaptureExtension.class)
class CompositeToolsTest {
    private static final String READS = "'readOnlyHint': true, 'openWorldHint': false";

    private final ToolCatalog catalog = new ToolCatalog();
    private final Map<String, UsedTools> uses = new HashMap<>();

    @BeforeEach
    void upstreams() {
        replace(
                "files",
                tool("read", READS),
                tool("list", READS),
                tool("write", "'idempotentHint': true," + " 'destructiveHint': false, 'openWorldHint': false"),
                tool("delete", "'destructiveHint': true"));
        replace("web", tool("fetch", "'readOnlyHint': true"), tool("silent", null));
    }

    /** Hints are read-only, destructive, idempotent, open. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            files/read                  | true  false true  false
            files/read files/list       | true  false true  false
            files/read files/write      | false false true  false
            files/read files/delete     | false true  false true
            files/write files/delete    | false true  false true
            files/read web/fetch        | true  false true  true
            web/silent                  | false true  false true
            files/*                     | false true  false true
            files/r* files/l*           | true  false true  false
            files/gone files/read       | false true  false true
            nowhere/read                | false true  false true
            nowhere/* files/read        | false true  false true
            """)
    void hintsAreThoseOfTheToolsThatAreUsed(String used, String hints) {
        routes(composite("both", null, used.split(" ")));
        assertThat(hintsOf("camel", "both")).isEqualTo(hints.replaceAll(" +", " "));
    }

    @Test
    void whatIsStatedHolds() {
        routes(
                composite("said", "'readOnlyHint': false, 'openWorldHint': true", "files/read"),
                composite("trusted", "'readOnlyHint': true, 'title': 'Trusted'", "files/delete"));
        assertThat(hintsOf("camel", "said")).isEqualTo("false false true true");
        assertThat(hintsOf("camel", "trusted")).isEqualTo("true false true true");
        assertThat(annotations("camel", "trusted").path("title").asText()).isEqualTo("Trusted");
    }

    @Test
    void theyFollowTheToolsThatAreUsed() {
        routes(composite("both", null, "files/read", "late/read"));
        assertThat(hintsOf("camel", "both")).as("not there yet").isEqualTo("false true false true");
        long before = catalog.revision();
        replace("late", tool("read", READS));
        assertThat(hintsOf("camel", "both")).isEqualTo("true false true false");
        assertThat(catalog.revision()).isGreaterThan(before);
        replace("late", tool("read", "'destructiveHint': true"));
        assertThat(hintsOf("camel", "both")).isEqualTo("false true false true");
        catalog.remove("late");
        assertThat(hintsOf("camel", "both")).isEqualTo("false true false true");
        assertThat(catalog.tools())
                .filteredOn(tool -> tool.name().equals("both"))
                .hasSize(1);
    }

    @Test
    void theyFollowOtherCompositesAndCirclesAreCautious() {
        routes(
                composite("outer", null, "camel/inner"),
                composite("inner", null, "files/read"),
                composite("ping", null, "camel/pong", "files/read"),
                composite("pong", null, "camel/ping"),
                composite("myself", null, "camel/myself"),
                composite("all", null, "camel/*"));
        assertThat(hintsOf("camel", "outer")).isEqualTo("true false true false");
        assertThat(hintsOf("camel", "ping")).isEqualTo("false true false true");
        assertThat(hintsOf("camel", "myself")).isEqualTo("false true false true");
        assertThat(hintsOf("camel", "all")).isEqualTo("false true false true");
        replace("files", tool("read", "'destructiveHint': false, 'openWorldHint': false"));
        assertThat(hintsOf("camel", "outer")).isEqualTo("false false false false");
    }

    @Test
    void whatAlsoGoesElsewhereIsCautious() {
        uses.put("camel/both", new UsedTools(Set.of("files/read"), true));
        routes(Tools.definition("both"));
        assertThat(hintsOf("camel", "both")).isEqualTo("false true false true");
    }

    @Test
    void toolsThatUseNoOthersAreAsTheyDescribeThemselves() {
        routes(Tools.definition("plain"), composite("both", null, "files/read"));
        assertThat(catalog.find("camel", "plain").orElseThrow().definition().has("annotations"))
                .isFalse();
        Tool both = catalog.find("camel", "both").orElseThrow();
        assertThat(catalog.tools("camel")).extracting(Tool::name).containsExactly("plain", "both");
        assertThat(both.bulkhead()).isEqualTo("camel/both");
        routes(Tools.definition("both"));
        uses.clear();
        routes(Tools.definition("both"));
        assertThat(catalog.find("camel", "both").orElseThrow().definition().has("annotations"))
                .as("no longer made of others")
                .isFalse();
    }

    @Test
    void aMissingToolIsAWarningOnce(CapturedOutput output) {
        routes(composite("both", null, "late/read", "files/read"));
        routes(composite("both", null, "late/read", "files/read"));
        replace("mail", tool("send", null));
        assertThat(output.getOut()).containsOnlyOnce("Tool camel/both uses [late/read], which no server lists yet");
        replace("late", tool("read", READS));
        catalog.remove("late");
        assertThat(output.getOut().split("camel/both uses \\[late/read]", -1)).hasSize(3);
    }

    private ObjectNode composite(String name, String hints, String... used) {
        uses.put("camel/" + name, new UsedTools(Set.copyOf(Arrays.asList(used)), false));
        return tool(name, hints);
    }

    private static ObjectNode tool(String name, String hints) {
        ObjectNode definition = Tools.definition(name);
        if (hints != null) {
            definition.set("annotations", Tools.json("{" + hints + "}"));
        }
        return definition;
    }

    private void routes(ObjectNode... tools) {
        replace("camel", tools);
    }

    private void replace(String server, ObjectNode... tools) {
        catalog.replace(
                new ToolSource(
                        server,
                        "r",
                        "f",
                        AllowedTools.ALL,
                        false,
                        CallSettings.DEFAULTS,
                        tool -> CallSettings.DEFAULTS,
                        true,
                        tool -> uses.getOrDefault(server + "/" + tool, UsedTools.NONE)),
                List.of(tools));
    }

    private ObjectNode annotations(String server, String tool) {
        return (ObjectNode)
                catalog.find(server, tool).orElseThrow().definition().get("annotations");
    }

    private String hintsOf(String server, String tool) {
        ObjectNode hints = annotations(server, tool);
        return hints.get("readOnlyHint") + " " + hints.get("destructiveHint") + " " + hints.get("idempotentHint") + " "
                + hints.get("openWorldHint");
    }
}
