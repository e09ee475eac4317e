package io.mehari.learning;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands in one journal, as far as it is counted. Immutable.
 *
 * @param origin the journal
 * @param stored highest number that is counted
 * @param sums over the records up to it
 */
record OriginSums(Origin origin, long stored, LearnedSums sums) {
    /**
     * Adds up journals. One that is known from two places is counted once: from where more of it is counted.
     *
     * @param places lists of journals
     * @param mostTools tools, those that were called most
     * @param mostContexts pairs of a context and a tool, those that were called most
     */
    static LearnedSums merged(Collection<? extends Collection<OriginSums>> places, int mostTools, int mostContexts) {
        Map<Origin, OriginSums> journals = new HashMap<>();
        places.forEach(place -> place.forEach(sums -> journals.merge(
                sums.origin(), sums, (known, other) -> other.stored() > known.stored() ? other : known)));
        Map<ToolName, ToolSums> tools = new HashMap<>();
        Map<ContextTool, ToolSums> contexts = new HashMap<>();
        journals.values().forEach(each -> {
            each.sums().tools().forEach((tool, sums) -> tools.merge(tool, sums, ToolSums::plus));
            each.sums().contexts().forEach((tool, sums) -> contexts.merge(tool, sums, ToolSums::plus));
        });
        return new LearnedSums(most(tools, mostTools), most(contexts, mostContexts));
    }

    private static <K> Map<K, ToolSums> most(Map<K, ToolSums> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        Map<K, ToolSums> kept = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparingLong(ToolSums::calls).reversed()))
                .limit(most)
                .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
        return kept;
    }
}
