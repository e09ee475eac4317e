package io.mehari.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of tools, and the way from records to the database: adds up a batch, stores it with its place in the journal,
 * and knows it from then on. Changed by one thread at a time, read by any.
 */
final class LearnedTools {
    private final LearningTable table;
    private final int most;
    private final LearningCounts counts;
    private final Map<ToolName, ToolSums> known = new ConcurrentHashMap<>();
    private volatile boolean loaded;

    LearnedTools(LearningTable table, int most, LearningCounts counts) {
        this.table = table;
        this.most = most;
        this.counts = counts;
    }

    /** Reads what was learnt before, once. */
    void load() {
        if (!loaded) {
            known.putAll(table.sums(most));
            loaded = true;
        }
    }

    /** Reads again what all gateways have learnt. All that this one has added is among it. */
    void reload() {
        Map<ToolName, ToolSums> sums = table.sums(most);
        known.putAll(sums);
        if (known.size() > most) {
            known.keySet().retainAll(sums.keySet());
        }
    }

    /** What was learnt by all gateways, this one included, takes the place of what was known. */
    void replace(Map<ToolName, ToolSums> all) {
        known.keySet().retainAll(all.keySet());
        known.putAll(all);
        loaded = true;
    }

    boolean isLoaded() {
        return loaded;
    }

    /**
     * Adds records of one journal, by one commit.
     *
     * @param from highest number of it that was counted before
     * @param to highest number that is counted with these
     * @param records that count; may be fewer than there are numbers
     * @throws org.springframework.dao.DataAccessException if the database fails; nothing is added
     */
    void add(Origin origin, long from, long to, List<LearningRecord> records) {
        Map<ToolName, ToolSums> sums = new LinkedHashMap<>();
        int left = 0;
        for (LearningRecord record : records) {
            ToolName name = new ToolName(record.server(), record.tool());
            if (known.containsKey(name) || sums.containsKey(name) || known.size() + sums.size() < most) {
                sums.merge(name, ToolSums.NONE.and(record), ToolSums::plus);
            } else {
                left++;
            }
        }
        table.add(origin, from, to, sums);
        sums.forEach((name, more) -> known.merge(name, more, ToolSums::plus));
        counts.stored.add(records.size() - left);
        counts.leftOut.add(left);
    }

    /** {@return all tools by their names} */
    Map<ToolName, ToolSums> all() {
        return new TreeMap<>(known);
    }
}
