package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.cache.CacheScope;
import io.mehari.event.ToolsChanged;
import io.mehari.support.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheRefreshTest {
    private final Map<String, List<?>> tools = new HashMap<>();
    private final List<CacheScope> removed = new ArrayList<>();
    private final CacheRefresh refresh =
            new CacheRefresh(server -> tools.getOrDefault(server, List.of()), removed::add);

    @Test
    void resultsGoWhenDefinitionsChange() {
        changed("files", Tools.definition("read"));
        changed("mail", Tools.definition("read"));
        assertThat(removed).as("the first list of each").isEmpty();
        changed("files", Tools.definition("read").put("description", "new"));
        assertThat(removed).containsExactly(CacheScope.ofServer("files"));
    }

    @Test
    void aServerThatComesBackAsItWasKeepsItsResults() {
        changed("files", Tools.definition("read"));
        changed("files");
        changed("files", Tools.definition("read"));
        assertThat(removed).isEmpty();
        changed("files");
        changed("files", Tools.definition("write"));
        assertThat(removed).containsExactly(CacheScope.ofServer("files"));
    }

    private void changed(String server, Object... definitions) {
        tools.put(server, List.of(definitions));
        refresh.accept(List.of(new ToolsChanged(server, definitions.length, Instant.EPOCH)));
    }
}
