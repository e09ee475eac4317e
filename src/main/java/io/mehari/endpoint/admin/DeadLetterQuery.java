package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.deadletter.DeadLetterFilter;
import io.mehari.deadletter.LetterState;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.text.NearestNames;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which dead letters a request means. Stateless. */
final class DeadLetterQuery {
    /** Most letters that are named one by one. */
    static final int MAX_IDS = 100;

    private static final Set<String> FILTERS = Set.of("server", "tool", "category", "outcome", "state", "from", "to");

    private DeadLetterQuery() {}

    /**
     * A filter of the parameters {@code server, tool, category, outcome, state, from, to}.
     *
     * @param values a value by name
     * @return never null
     * @throws RequestRejectedException if one of them cannot be
     */
    static DeadLetterFilter filter(Function<String, Optional<String>> values) {
        return new DeadLetterFilter(
                values.apply("server"),
                values.apply("tool"),
                values.apply("category"),
                word(values, "outcome", Outcome.values(), Outcome::code),
                word(values, "state", LetterState.values(), LetterState::code),
                time(values, "from"),
                time(values, "to"));
    }

    /**
     * The ids that a body names.
     *
     * @param body of the request
     * @return empty if it has a filter instead
     * @throws RequestRejectedException if it has neither, or both, or something else
     */
    static Optional<List<String>> ids(ObjectNode body, Set<String> others) {
        requireKnown(body, others);
        JsonNode ids = body.path("ids");
        if (body.has("ids") == body.has("filter")) {
            throw RequestRejectedException.invalid(
                    "",
                    "The body must have either ids, an array of ids, or filter, an object; an empty filter means all that"
                            + " wait",
                    "oneOf");
        }
        if (body.has("filter")) {
            return Optional.empty();
        }
        if (!ids.isArray() || ids.isEmpty() || ids.size() > MAX_IDS) {
            throw RequestRejectedException.invalid(
                    "/ids", "ids must be an array of 1 to " + MAX_IDS + " ids of dead letters", "type");
        }
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(id.asText()));
        return Optional.of(texts.stream().distinct().toList());
    }

    /**
     * The filter in a body.
     *
     * @param body with the member {@code filter}
     * @return never null
     * @throws RequestRejectedException if it is no filter
     */
    static DeadLetterFilter filter(ObjectNode body) {
        if (!(body.path("filter") instanceof ObjectNode filter)) {
            throw RequestRejectedException.invalid("/filter", "filter must be an object", "type");
        }
        requireKnown(filter, FILTERS);
        return filter(name -> Optional.ofNullable(filter.get(name)).map(JsonNode::asText));
    }

    /**
     * A flag in a body.
     *
     * @return false if it is absent
     * @throws RequestRejectedException if it is neither true nor false
     */
    static boolean flag(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw RequestRejectedException.invalid("/" + name, name + " must be true or false", "type");
        }
        return value.asBoolean(false);
    }

    /**
     * Refuses members that mean nothing: a filter with a mistake in it would mean more letters than was thought.
     *
     * @throws RequestRejectedException if there is one
     */
    static void requireKnown(ObjectNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                List<String> nearest =
                        NearestNames.of(name, known.stream().sorted().toList());
                throw RequestRejectedException.invalid(
                        "/" + name,
                        "There is no " + name + " here; "
                                + (nearest.isEmpty()
                                        ? "known are "
                                                + String.join(
                                                        ", ",
                                                        known.stream().sorted().toList())
                                        : "did you mean " + nearest.get(0) + "?"),
                        "additionalProperties");
            }
        });
    }

    private static <E> Optional<E> word(
            Function<String, Optional<String>> values, String name, E[] all, Function<E, String> code) {
        return values.apply(name)
                .map(text -> Stream.of(all)
                        .filter(each -> code.apply(each).equals(text))
                        .findFirst()
                        .orElseThrow(() -> RequestRejectedException.invalid(
                                "/" + name,
                                name + " must be one of "
                                        + String.join(
                                                ", ",
                                                Arrays.stream(all).map(code).toList()),
                                "enum")));
    }

    private static Optional<Instant> time(Function<String, Optional<String>> values, String name) {
        return values.apply(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw RequestRejectedException.invalid(
                        "/" + name, name + " must be a time such as 2026-01-31T12:00:00Z", "format");
            }
        });
    }
}
