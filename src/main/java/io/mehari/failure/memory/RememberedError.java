package io.mehari.failure.memory;

import io.mehari.failure.CallFailed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of one template of errors. Immutable.
 *
 * @param id of the template
 * @param template text without what differs each time
 * @param category of the last failure
 * @param outcome code of the last failure's outcome
 * @param count how many calls have failed so
 * @param firstSeen time of the first
 * @param lastSeen time of the last
 * @param servers where, the latest ones
 * @param tools {@code server/tool}, the latest ones
 * @param examples whole texts without secrets, the latest ones
 * @param recoveries how many calls had which end of recovery, such as {@code recovered by recover-network}
 * @param solution what an operator has recorded
 * @param traces traces of the latest calls, where traces are on
 */
public record RememberedError(
        String id,
        String template,
        String category,
        String outcome,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        List<String> servers,
        List<String> tools,
        List<String> examples,
        Map<String, Long> recoveries,
        Optional<Solution> solution,
        List<String> traces) {
    private static final int MAX_NAMES = 10;
    private static final int MAX_EXAMPLES = 3;
    private static final int MAX_EXAMPLE = 1000;
    private static final int MAX_RECOVERIES = 20;
    private static final int MAX_TRACES = 5;

    public RememberedError {
        servers = List.copyOf(servers);
        tools = List.copyOf(tools);
        examples = List.copyOf(examples);
        recoveries = Map.copyOf(recoveries);
        traces = List.copyOf(traces);
    }

    /**
     * The first of its template.
     *
     * @param id of the template
     * @param template its text
     * @param failure the call
     */
    static RememberedError first(String id, String template, CallFailed failure) {
        Instant at = failure.at().truncatedTo(ChronoUnit.MICROS);
        return new RememberedError(
                        id,
                        template,
                        "",
                        "",
                        0,
                        at,
                        at,
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        List.of())
                .and(failure);
    }

    /** One more. */
    RememberedError and(CallFailed failure) {
        Instant at = failure.at().truncatedTo(ChronoUnit.MICROS);
        String example = failure.message()
                .substring(0, Math.min(MAX_EXAMPLE, failure.message().length()));
        return new RememberedError(
                id,
                template,
                failure.category(),
                failure.outcome().code(),
                count + 1,
                firstSeen.isBefore(at) ? firstSeen : at,
                lastSeen.isAfter(at) ? lastSeen : at,
                with(servers, cut(failure.server()), MAX_NAMES),
                with(tools, cut(failure.server() + "/" + failure.tool()), MAX_NAMES),
                with(examples, Storable.of(example), MAX_EXAMPLES),
                recovered(failure),
                solution,
                failure.traceId().isEmpty() ? traces : with(traces, failure.traceId(), MAX_TRACES));
    }

    RememberedError solved(Solution found) {
        return new RememberedError(
                id,
                template,
                category,
                outcome,
                count,
                firstSeen,
                lastSeen,
                servers,
                tools,
                examples,
                recoveries,
                Optional.of(found),
                traces);
    }

    private Map<String, Long> recovered(CallFailed failure) {
        String end =
                failure.recovery().result().code() + " by " + failure.recovery().route();
        if (!recoveries.containsKey(end) && recoveries.size() >= MAX_RECOVERIES) {
            return recoveries;
        }
        Map<String, Long> more = new TreeMap<>(recoveries);
        more.merge(end, 1L, Long::sum);
        return more;
    }

    /** The list with an element that is new at its end, without the oldest beyond the bound. */
    private static List<String> with(List<String> list, String element, int most) {
        if (list.contains(element)) {
            return list;
        }
        List<String> more = new ArrayList<>(list);
        more.add(element);
        return more.subList(Math.max(0, more.size() - most), more.size());
    }

    private static String cut(String name) {
        return Storable.of(name.substring(0, Math.min(200, name.length())));
    }
}
