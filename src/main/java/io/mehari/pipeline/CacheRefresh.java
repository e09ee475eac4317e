package io.mehari.pipeline;

import io.mehari.cache.CacheScope;
import io.mehari.event.ChangeEvent;
import io.mehari.event.ToolsChanged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Removes the results of a server from the cache when the definitions of its tools have changed while the gateway runs: what they
 * answered before may be wrong now. A server that comes back with the tools it had keeps its results, and so does one whose first list
 * is read. For the thread that empties the queue of changes.
 */
final class CacheRefresh implements Consumer<List<ChangeEvent>> {
    /** Most servers that are remembered; there are never so many. */
    static final int MAX_SERVERS = 10_000;

    private final Function<String, List<?>> tools;
    private final Consumer<CacheScope> remove;
    private final Map<String, Integer> known = new HashMap<>();

    /**
     * Listens to changes.
     *
     * @param tools the definitions of a server's tools as they are now; empty where there is none
     * @param remove removes results from all tiers, without waiting
     */
    CacheRefresh(Function<String, List<?>> tools, Consumer<CacheScope> remove) {
        this.tools = tools;
        this.remove = remove;
    }

    @Override
    public void accept(List<ChangeEvent> changes) {
        for (ChangeEvent change : changes) {
            if (change instanceof ToolsChanged) {
                look(change.server());
            }
        }
    }

    private void look(String server) {
        List<?> now = tools.apply(server);
        if (now.isEmpty()) {
            return; // it is away, and may come back as it was
        }
        if (known.size() >= MAX_SERVERS) {
            known.clear();
        }
        Integer before = known.put(server, now.hashCode());
        if (before != null && before != now.hashCode()) {
            remove.accept(CacheScope.ofServer(server));
        }
    }
}
