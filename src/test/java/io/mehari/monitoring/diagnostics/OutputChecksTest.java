package io.mehari.monitoring.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.support.Tools;
import org.junit.jupiter.api.Test;

/** A result that breaks or lacks what its tool declares is passed on, and counted in the diagnosis. */
class OutputChecksTest {
    private final OutputChecks checks = new OutputChecks();

    @Test
    void aResultWithoutStructuredContentIsCountedEachTime() {
        checks.seen(tool("read"), Tools.text("hi"));
        checks.seen(tool("read"), Tools.text("hi"));
        assertThat(checks.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.kind()).isEqualTo("output_schema_violated");
            assertThat(issue.subject()).isEqualTo("files/read");
            assertThat(issue.cause()).contains("no structuredContent", "2 times");
        });
    }

    @Test
    void aResultThatBreaksTheSchemaIsFoundAwayFromCalls() {
        ObjectNode broken = Tools.json("{'content': [], 'structuredContent': {'x': 'text'}}");
        checks.seen(tool("read"), broken);
        assertThat(checks.issues()).isEmpty();
        checks.check();
        checks.check();
        assertThat(checks.issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.cause()).contains("/x", "1 times"));
    }

    @Test
    void whatFitsAndWhatDeclaresNothingIsNotCounted() {
        checks.seen(tool("read"), Tools.json("{'content': [], 'structuredContent': {'x': 4}}"));
        checks.seen(Tools.tool("files", "plain"), Tools.text("hi"));
        checks.check();
        assertThat(checks.issues()).isEmpty();
    }

    @Test
    void nothingGrowsWithoutBound() {
        for (int i = 0; i < 2 * OutputChecks.MOST_TOOLS; i++) {
            checks.seen(tool("t" + i), Tools.text("hi"));
            checks.seen(tool("s" + i), Tools.json("{'content': [], 'structuredContent': {'x': 'text'}}"));
        }
        checks.check();
        assertThat(checks.issues().size()).isLessThanOrEqualTo(OutputChecks.MOST_TOOLS);
    }

    private static Tool tool(String name) {
        ObjectNode definition = Tools.definition(name);
        definition.set("outputSchema", Tools.json("{'type': 'object', 'properties': {'x': {'type': 'integer'}}}"));
        return Tools.tool("files", definition, Tools.limits().build(), false);
    }
}
