package io.mehari.deadletter;

import io.mehari.call.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which dead letters are meant; what is empty excludes none.
 *
 * @param server name of the server
 * @param tool name of the tool
 * @param category of the failure
 * @param outcome of the call
 * @param state where the letter stands
 * @param from failed at that time or later
 * @param to failed before that time
 */
public record DeadLetterFilter(
        Optional<String> server,
        Optional<String> tool,
        Optional<String> category,
        Optional<Outcome> outcome,
        Optional<LetterState> state,
        Optional<Instant> from,
        Optional<Instant> to) {
    /** All letters. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /**
     * Those of these that wait.
     *
     * @return the same filter with another state
     */
    public DeadLetterFilter waiting() {
        return new DeadLetterFilter(server, tool, category, outcome, Optional.of(LetterState.WAITING), from, to);
    }

    /** The condition in SQL, with a parameter for each value; {@code true} for all. */
    String condition() {
        StringBuilder condition = new StringBuilder("1 = 1");
        parameters()
                .keySet()
                .forEach(name -> condition
                        .append(" and ")
                        .append(name.equals("from") || name.equals("to") ? "occurred_at" : name)
                        .append(operator(name))
                        .append(":f_")
                        .append(name));
        return condition.toString();
    }

    private static String operator(String name) {
        return switch (name) {
            case "from" -> " >= ";
            case "to" -> " < ";
            default -> " = ";
        };
    }

    /** Values by the name of their column; the names of parameters begin with {@code f_}. */
    Map<String, Object> parameters() {
        Map<String, Object> values = new LinkedHashMap<>();
        server.ifPresent(value -> values.put("server", value));
        tool.ifPresent(value -> values.put("tool", value));
        category.ifPresent(value -> values.put("category", value));
        outcome.ifPresent(value -> values.put("outcome", value.code()));
        state.ifPresent(value -> values.put("state", value.code()));
        from.ifPresent(value -> values.put("from", value.atOffset(ZoneOffset.UTC)));
        to.ifPresent(value -> values.put("to", value.atOffset(ZoneOffset.UTC)));
        return values;
    }

    /** The parameters as they are bound. */
    Map<String, Object> bound() {
        Map<String, Object> bound = new LinkedHashMap<>();
        parameters().forEach((name, value) -> bound.put("f_" + name, value));
        return bound;
    }
}
