package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * A copy of arguments that counts how often a check looks into them, and ends it when that is too often: references
 * that are doubled at each level of a deep value would be followed practically without end. For one check by one thread.
 */
final class CountedArguments {
    private static final long BASE = 200_000;
    private static final long PER_VALUE = 100;

    private long values;
    private long looks;

    private CountedArguments() {}

    /** The check read the arguments too often. Has no stack trace: it is a result, not a defect. */
    static final class TooManyLooksException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooksException() {
            super("Too many looks", null, false, false);
        }
    }

    /**
     * The copy.
     *
     * @param arguments the arguments, which are not changed
     * @return objects and arrays are new and counted; other values are the same
     */
    static JsonNode of(JsonNode arguments) {
        return new CountedArguments().copy(arguments);
    }

    private JsonNode copy(JsonNode node) {
        values++;
        if (node.isObject()) {
            CountedObject copy = new CountedObject(this);
            node.properties().forEach(entry -> copy.set(entry.getKey(), copy(entry.getValue())));
            return copy;
        }
        if (node.isArray()) {
            CountedArray copy = new CountedArray(this);
            node.forEach(item -> copy.add(copy(item)));
            return copy;
        }
        return node;
    }

    private void look() {
        if (++looks > BASE + PER_VALUE * values) {
            throw new TooManyLooksException();
        }
    }

    private static final class CountedObject extends ObjectNode {
        private static final long serialVersionUID = 1L;

        private final transient CountedArguments count;

        CountedObject(CountedArguments count) {
            super(JsonNodeFactory.instance);
            this.count = count;
        }

        @Override
        public JsonNode get(String name) {
            count.look();
            return super.get(name);
        }

        @Override
        public Iterator<String> fieldNames() {
            count.look();
            return super.fieldNames();
        }

        @Override
        public Iterator<Map.Entry<String, JsonNode>> fields() {
            count.look();
            return super.fields();
        }

        @Override
        public Set<Map.Entry<String, JsonNode>> properties() {
            count.look();
            return super.properties();
        }
    }

    private static final class CountedArray extends ArrayNode {
        private static final long serialVersionUID = 1L;

        private final transient CountedArguments count;

        CountedArray(CountedArguments count) {
            super(JsonNodeFactory.instance);
            this.count = count;
        }

        @Override
        public JsonNode get(int index) {
            count.look();
            return super.get(index);
        }

        @Override
        public Iterator<JsonNode> elements() {
            count.look();
            return super.elements();
        }
    }
}
