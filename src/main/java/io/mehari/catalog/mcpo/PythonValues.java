package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON values as they are after Python has read and written them: fractions are floating point. Stateless. */
public final class PythonValues {
    /** What Python calls {@code nan} or {@code inf}: it leaves as null, but is none where nulls are left out. */
    static final JsonNode NOT_FINITE = new NotFinite();

    private PythonValues() {}

    /**
     * The value as Python has it.
     *
     * @param value any tree; not changed
     * @return the same tree where it has no fractions, else a copy
     */
    public static JsonNode of(JsonNode value) {
        if (value.isFloatingPointNumber()) {
            return number(value.doubleValue());
        }
        if (!hasFractions(value)) {
            return value;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), of(member.getValue())));
            return copy;
        }
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        value.forEach(item -> copy.add(of(item)));
        return copy;
    }

    /** A number of Python's type {@code float}. */
    static JsonNode number(double value) {
        return Double.isFinite(value) ? DoubleNode.valueOf(value) : NOT_FINITE;
    }

    private static boolean hasFractions(JsonNode value) {
        if (value.isFloatingPointNumber()) {
            return true;
        }
        for (JsonNode child : value) {
            if (hasFractions(child)) {
                return true;
            }
        }
        return false;
    }

    private static final class NotFinite extends NullNode {
        private static final long serialVersionUID = 1L;
    }
}
