package io.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An argument of a tool that clients repeat in a header, as {@code x-mcp-header} in the tool's input schema says (MCP
 * 2026-07-28, server tools). Immutable.
 *
 * @param header name of the header, {@code Mcp-Param-} included
 * @param path names of the properties that lead to the argument
 * @param type {@code string}, {@code integer} or {@code boolean}
 */
public record HeaderParameter(String header, List<String> path, String type) {
    /** What the names of these headers begin with. */
    public static final String PREFIX = "Mcp-Param-";

    private static final String ANNOTATION = "x-mcp-header";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final BigInteger LARGEST = BigInteger.valueOf((1L << 53) - 1);

    /**
     * What a schema says about headers.
     *
     * @param parameters those that are valid, in the order of the schema
     * @param problem what is wrong with the first annotation that is not; HTTP clients do not use such a tool
     */
    public record Scan(List<HeaderParameter> parameters, Optional<String> problem) {
        private static final Scan NOTHING = new Scan(List.of(), Optional.empty());
    }

    /**
     * Looks for the annotations of a schema.
     *
     * @param schema input schema of a tool
     * @return nothing for a schema without annotations
     */
    public static Scan scan(JsonNode schema) {
        if (schema.findValue(ANNOTATION) == null) {
            return Scan.NOTHING;
        }
        Search search = new Search();
        search.object(schema, List.of(), true);
        return new Scan(List.copyOf(search.found), Optional.ofNullable(search.problem));
    }

    /**
     * The argument that the header repeats.
     *
     * @param arguments of a call
     * @return a missing node where there is none
     */
    public JsonNode argument(JsonNode arguments) {
        JsonNode at = arguments;
        for (String name : path) {
            at = at.isObject() ? at.path(name) : MissingNode.getInstance();
        }
        return at;
    }

    /**
     * The header's value for an argument, before {@link HeaderText} encodes it.
     *
     * @param argument as {@link #argument} gives it
     * @return empty where there must be no header: for null, for none, for what is not of the type
     */
    public Optional<String> text(JsonNode argument) {
        return switch (type) {
            case "string" -> argument.isTextual() ? Optional.of(argument.textValue()) : Optional.empty();
            case "boolean" -> argument.isBoolean() ? Optional.of(argument.asText()) : Optional.empty();
            default -> argument.isNumber() ? integer(argument.decimalValue()) : Optional.empty();
        };
    }

    /**
     * Whether a header says the same as an argument; numbers are compared by value.
     *
     * @param argument for which {@link #text} is not empty
     * @param decoded value of the header
     * @return true if so
     */
    public boolean agrees(JsonNode argument, String decoded) {
        String expected = text(argument).orElseThrow();
        if (!type.equals("integer") || decoded.length() > expected.length() + LARGEST.bitLength()) {
            return expected.equals(decoded);
        }
        try {
            return integer(new BigDecimal(decoded)).filter(expected::equals).isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Optional<String> integer(BigDecimal number) {
        if (number.precision() - (long) number.scale() > LARGEST.bitLength()) {
            return Optional.empty();
        }
        try {
            BigInteger whole = number.toBigIntegerExact();
            return whole.abs().compareTo(LARGEST) <= 0 ? Optional.of(whole.toString()) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** One walk through a schema. */
    private static final class Search {
        private final List<HeaderParameter> found = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private String problem;

        /** A schema; reachable if only {@code properties} lead to it from the root. */
        void object(JsonNode schema, List<String> path, boolean reachable) {
            for (Map.Entry<String, JsonNode> member : schema.properties()) {
                String key = member.getKey();
                JsonNode value = member.getValue();
                if (key.equals(ANNOTATION)) {
                    annotation(schema, value, path, reachable);
                } else if (key.equals("properties") && value.isObject()) {
                    properties(value, path, reachable);
                } else if (!isData(key)) {
                    below(value);
                }
            }
        }

        private void properties(JsonNode properties, List<String> path, boolean reachable) {
            for (Map.Entry<String, JsonNode> property : properties.properties()) {
                List<String> deeper = new ArrayList<>(path);
                deeper.add(property.getKey());
                object(property.getValue(), List.copyOf(deeper), reachable);
            }
        }

        private void below(JsonNode value) {
            if (value.isObject()) {
                object(value, List.of(), false);
            } else if (value.isArray()) {
                value.forEach(this::below);
            }
        }

        /** Values in a schema that are no schemas. */
        private static boolean isData(String key) {
            return key.equals("default") || key.equals("enum") || key.equals("const") || key.equals("examples");
        }

        private void annotation(JsonNode schema, JsonNode name, List<String> path, boolean reachable) {
            String type = schema.path("type").asText();
            if (!name.isTextual() || !TOKEN.matcher(name.textValue()).matches()) {
                wrong(path, "is not the name of a header");
            } else if (!reachable || path.isEmpty()) {
                wrong(path, "stands where properties alone do not lead to");
            } else if (!TYPES.contains(type)) {
                wrong(path, "stands at a type other than string, integer or boolean");
            } else if (!names.add(name.textValue().toLowerCase(Locale.ROOT))) {
                wrong(path, "names a header that another one names, too");
            } else {
                found.add(new HeaderParameter(PREFIX + name.textValue(), path, type));
            }
        }

        private void wrong(List<String> path, String what) {
            if (problem == null) {
                problem = ANNOTATION + " at /" + String.join("/", path) + " " + what;
            }
        }
    }
}
