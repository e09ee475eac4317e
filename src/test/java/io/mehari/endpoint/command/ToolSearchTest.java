package io.mehari.endpoint.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.support.Tools;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tools by words. */
class ToolSearchTest {
    private final ToolCatalog catalog = new ToolCatalog();
    private final ToolSearch search = new ToolSearch(catalog);

    @BeforeEach
    void list() {
        ObjectNode write = Tools.definition("write");
        write.put("description", "Writes a file; read it before");
        catalog.replace(ToolSource.of(Tools.settings("files")), List.of(write, Tools.definition("read_file")));
        catalog.replace(ToolSource.of(Tools.settings("mail")), List.of(Tools.definition("send")));
    }

    private JsonNode find(String params) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(Tools.json(params));
        search.process(exchange);
        return (JsonNode) exchange.getMessage().getBody();
    }

    private static List<String> names(JsonNode found) {
        List<String> names = new ArrayList<>();
        found.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }

    @Test
    @DisplayName("S0.5: execute_query finds tools")
    void findsByAllWordsThoseInNamesFirst() {
        assertThat(names(find("{'q': 'READ file'}"))).containsExactly("read_file", "write");
        assertThat(names(find("{'query': 'send'}"))).containsExactly("send");
        assertThat(names(find("{'q': 'nothing'}"))).isEmpty();
    }

    @Test
    void listsAllPageByPage() {
        assertThat(find("{}").path("total").asInt()).isEqualTo(3);
        JsonNode second = find("{'limit': 1, 'offset': 1}");
        assertThat(second.path("tools")).hasSize(1);
        assertThat(second.path("total").asInt()).isEqualTo(3);
        assertThat(names(find("{'server': 'mail'}"))).containsExactly("send");
    }

    @Test
    void whatWasFoundIsKeptUntilTheCatalogueChanges() {
        JsonNode first = find("{'query': 'send'}");
        assertThat(find("{'query': 'send'}")).isSameAs(first);
        assertThat(search.statistics().hits()).isEqualTo(1);
        catalog.replace(
                ToolSource.of(Tools.settings("mail")),
                List.of(Tools.definition("send"), Tools.definition("send_later")));
        assertThat(names(find("{'query': 'send'}"))).containsExactly("send", "send_later");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> find("{'server': 'nobody'}"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("files");
        assertThatThrownBy(() -> find("{'limit': 0}")).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> find("{'offset': 'x'}")).hasMessageContaining("offset");
    }
}
