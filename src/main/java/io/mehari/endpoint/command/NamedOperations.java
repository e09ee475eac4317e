package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.rest.RestRoute;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the operation that a command means where its parameters say a part of the path: {@code get:/api/v1/admin/{set}/history}
 * is {@code get:/api/v1/admin/config/history} with {@code set} being {@code config}. Only paths that there are can be meant.
 *
 * @param route the operation
 * @param params those that are left
 */
record NamedOperations(RestRoute route, ObjectNode params) {
    /** Whether an operation exists, or some that it may stand for. */
    static boolean has(Map<String, RestRoute> routes, String operation) {
        return routes.containsKey(operation)
                || routes.keySet().stream()
                        .anyMatch(key -> names(operation, key).isPresent());
    }

    /**
     * The operation that is meant.
     *
     * @param params not changed
     * @throws io.mehari.component.websocket.CommandFailedException if they name none of those that there are
     * @throws IllegalStateException if nothing of the kind is served
     */
    static NamedOperations of(Map<String, RestRoute> routes, String operation, ObjectNode params) {
        RestRoute exact = routes.get(operation);
        if (exact != null) {
            return new NamedOperations(exact, params);
        }
        Map<Map<String, String>, RestRoute> meant = new HashMap<>();
        routes.forEach((key, route) -> names(operation, key).ifPresent(names -> meant.put(names, route)));
        if (meant.isEmpty()) {
            throw new IllegalStateException("The gateway has no operation " + operation);
        }
        return meant.entrySet().stream()
                .filter(each -> each.getKey().entrySet().stream()
                        .allMatch(name -> name.getValue()
                                .equals(params.path(name.getKey()).asText())))
                .findFirst()
                .map(found -> new NamedOperations(
                        found.getValue(),
                        params.deepCopy().without(found.getKey().keySet())))
                .orElseThrow(() -> CommandMessage.invalid(choices(meant)));
    }

    private static String choices(Map<Map<String, String>, RestRoute> meant) {
        return "params must have "
                + meant.keySet().stream()
                        .map(names -> names.entrySet().stream()
                                .map(name -> name.getKey() + ": " + name.getValue())
                                .collect(Collectors.joining(" and ")))
                        .sorted()
                        .collect(Collectors.joining(", or "));
    }

    /** What the names of one path are in another one; empty if they are not the same otherwise. */
    private static Optional<Map<String, String>> names(String operation, String key) {
        String[] asked = operation.split("/");
        String[] there = key.split("/");
        if (asked.length != there.length) {
            return Optional.empty();
        }
        Map<String, String> names = new TreeMap<>();
        for (int i = 0; i < asked.length; i++) {
            boolean named = asked[i].startsWith("{") && !there[i].startsWith("{");
            if (named) {
                names.put(asked[i].substring(1, asked[i].length() - 1), there[i]);
            } else if (!asked[i].equals(there[i])) {
                return Optional.empty();
            }
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }
}
