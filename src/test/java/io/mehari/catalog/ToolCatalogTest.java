package io.mehari.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolCatalogTest {
    private final ToolCatalog catalog = new ToolCatalog();

    @Test
    void aReplacedListIsReplacedAsAWhole() {
        replace("files", "read", "write");
        replace("files", "list");
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("list");
        assertThat(catalog.find("files", "read")).isEmpty();
    }

    @Test
    void keepsTheOrderOfTheServer() {
        replace("files", "write", "append", "read");
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("write", "append", "read");
    }

    @Test
    void ofTwoToolsWithOneNameTheFirstWins() {
        catalog.replace(
                ToolSource.of(Tools.settings("files")),
                List.of(
                        Tools.definition("read").put("title", "first"),
                        Tools.definition("read").put("title", "second")));
        assertThat(catalog.tools("files"))
                .extracting(tool -> tool.definition().path("title").asText())
                .containsExactly("first");
    }

    @Test
    void leavesDisabledAndNamelessToolsOut() {
        UpstreamSettings all = Tools.settings("files");
        UpstreamSettings settings =
                new UpstreamSettings("files", all.stdio(), Set.of("write"), false, all.calls(), all.toolCalls(), "f");
        catalog.replace(
                ToolSource.of(settings),
                List.of(Tools.definition("read"), Tools.definition("write"), Tools.json("{'title': 'no name'}")));
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("read");
    }

    @Test
    void aDeadServerTakesOnlyItsOwnToolsAway() {
        replace("files", "read");
        replace("mail", "send");
        catalog.remove("files");
        assertThat(catalog.servers()).containsExactly("mail");
        assertThat(catalog.tools()).extracting(Tool::id).containsExactly("mail/send");
    }

    @Test
    void listsAllToolsByServerWhateverTheOrderTheyJoinedIn() {
        replace("mail", "send", "fetch");
        replace("files", "read");
        List<Tool> before = catalog.tools();
        assertThat(before).extracting(Tool::id).containsExactly("files/read", "mail/send", "mail/fetch");
        replace("mail", "drop");
        assertThat(catalog.tools()).extracting(Tool::id).containsExactly("files/read", "mail/drop");
        assertThat(before).as("a list that was read does not change").hasSize(3);
    }

    @Test
    void anAnnouncedServerIsKnownButHasNoTools() {
        catalog.announce("files");
        assertThat(catalog.hasServer("files")).isTrue();
        assertThat(catalog.tools("files")).isEmpty();
        replace("files", "read");
        catalog.announce("files");
        assertThat(catalog.tools("files")).hasSize(1);
    }

    @Test
    void findsToolsWhateverTheirNamesHold() {
        String odd = "a/b c" + "\u00fc\u4e16".repeat(60);
        replace("files", odd);
        assertThat(catalog.find("files", odd)).isPresent();
    }

    @Test
    void aToolWithABadSchemaIsListed() {
        catalog.replace(
                ToolSource.of(Tools.settings("files")),
                List.of(Tools.json("{'name': 'read', 'inputSchema': {'properties': {'a': {'pattern': '(['}}}}")));
        assertThat(catalog.find("files", "read")).hasValueSatisfying(tool -> {
            assertThat(tool.schema().ready().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
            assertThat(tool.schema().dropped()).hasSize(1);
        });
    }

    private void replace(String server, String... names) {
        catalog.replace(
                ToolSource.of(Tools.settings(server)),
                java.util.Arrays.stream(names).map(Tools::definition).toList());
    }

    @Test
    void theRevisionIsAnotherAfterEveryChange() {
        ToolCatalog catalog = new ToolCatalog();
        long first = catalog.revision();
        catalog.announce("a");
        long announced = catalog.revision();
        catalog.announce("a");
        long again = catalog.revision();
        catalog.replace(ToolSource.of(Tools.settings("a")), List.of(Tools.definition("t")));
        long replaced = catalog.revision();
        catalog.remove("a");

        assertThat(announced).isGreaterThan(first);
        assertThat(again).isEqualTo(announced);
        assertThat(replaced).isGreaterThan(announced);
        assertThat(catalog.revision()).isGreaterThan(replaced);
    }
}
