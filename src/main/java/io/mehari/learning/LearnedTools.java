package io.mehari.learning;

import java.util.List;
import java.util.Map;

/**
 * What is known of tools, in all and by context, and the way from records to the database: adds up a batch, stores it with its
 * place in the journal, and knows it from then on. Changed by one thread at a time, read by any.
 */
final class LearnedTools {
    private final LearningTable table;
    private final LearningCounts counts;
    private final KnownSums<ToolName> tools;
    private final KnownSums<ContextTool> contexts;
    private volatile boolean loaded;

    /**
     * Nothing is known yet.
     *
     * @param mostTools tools
     * @param mostContexts pairs of a context and a tool
     */
    LearnedTools(LearningTable table, int mostTools, int mostContexts, LearningCounts counts) {
        this.table = table;
        this.tools = new KnownSums<>(mostTools);
        this.contexts = new KnownSums<>(mostContexts);
        this.counts = counts;
    }

    /** Reads what was learnt before, once. */
    void load() {
        if (!loaded) {
            reload();
            loaded = true;
        }
    }

    /** Reads again what all gateways have learnt. All that this one has added is among it. */
    void reload() {
        tools.update(table.sums(tools.most()));
        contexts.update(table.contextSums(contexts.most()));
    }

    /** What was learnt by all gateways, this one included, takes the place of what was known. */
    void replace(LearnedSums all) {
        tools.replace(all.tools());
        contexts.replace(all.contexts());
        loaded = true;
    }

    boolean isLoaded() {
        return loaded;
    }

    /**
     * Adds records of one journal, by one commit. A record of one tool too many is left out; one of a context too many counts for
     * its tool only.
     *
     * @param from highest number of it that was counted before
     * @param to highest number that is counted with these
     * @param records that count; may be fewer than there are numbers
     * @throws org.springframework.dao.DataAccessException if the database fails; nothing is added
     */
    void add(Origin origin, long from, long to, List<LearningRecord> records) {
        KnownSums<ToolName>.Batch ofTools = tools.new Batch();
        KnownSums<ContextTool>.Batch ofContexts = contexts.new Batch();
        int left = 0;
        int withoutContext = 0;
        for (LearningRecord record : records) {
            ToolName name = new ToolName(record.server(), record.tool());
            if (!ofTools.add(name, record)) {
                left++;
            } else if (!record.context().isEmpty()
                    && !ofContexts.add(new ContextTool(record.context(), name), record)) {
                withoutContext++;
            }
        }
        table.add(origin, from, to, new LearnedSums(ofTools.sums(), ofContexts.sums()));
        ofTools.keep();
        ofContexts.keep();
        counts.stored.add(records.size() - left);
        counts.leftOut.add(left);
        counts.contextsLeftOut.add(withoutContext);
    }

    /** {@return all tools by their names} */
    Map<ToolName, ToolSums> all() {
        return tools.all();
    }

    /** {@return all tools of all contexts, by the context and their names} */
    Map<ContextTool, ToolSums> contexts() {
        return contexts.all();
    }
}
