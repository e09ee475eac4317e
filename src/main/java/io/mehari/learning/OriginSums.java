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
 * @param tools the sums over the records up to it
 */
record OriginSums(Origin origin, long stored, Map<ToolName, ToolSums> tools) {
    OriginSums {
        tools = Map.copyOf(tools);
    }

    /**
     * Adds up journals. One that is known from two places is counted once: from where more of it is counted.
     *
     * @param places lists of journals
     * @param most tools, those that were called most
     */
    static Map<ToolName, ToolSums> merged(Collection<? extends Collection<OriginSums>> places, int most) {
        Map<Origin, OriginSums> journals = new HashMap<>();
        places.forEach(place -> place.forEach(sums -> journals.merge(
                sums.origin(), sums, (known, other) -> other.stored() > known.stored() ? other : known)));
        Map<ToolName, ToolSums> tools = new HashMap<>();
        journals.values()
                .forEach(each -> each.tools().forEach((tool, sums) -> tools.merge(tool, sums, ToolSums::plus)));
        if (tools.size() <= most) {
            return tools;
        }
        Map<ToolName, ToolSums> kept = new LinkedHashMap<>();
        tools.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparingLong(ToolSums::calls).reversed()))
                .limit(most)
                .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
        return kept;
    }
}
