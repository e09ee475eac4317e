package io.mehari.endpoint.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.filter.FilteringGeneratorDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of an envelope that a client asks for by {@code ?fields=}: paths of names with dots between them, such as {@code
 * data.structuredContent}. A path goes through every item of an array. The field {@code error} is never left out, so that
 * nobody takes a failure for an empty answer. Immutable.
 */
final class FieldSelection {
    /** Name of the query parameter. */
    static final String PARAMETER = "fields";

    /** Everything. */
    static final FieldSelection ALL = new FieldSelection(Map.of());

    /** Most paths; a URL has no room for many more. */
    static final int MOST = 100;

    /** Most names in a path. */
    static final int DEEPEST = 20;

    /** Fields of an envelope, of whatever request. */
    private static final List<String> KNOWN =
            List.of("success", "data", "message", "timestamp", "request_id", "performance", "error", "idempotency");

    private static final String ERROR = "error";

    private final Map<String, FieldSelection> children;

    /** No children: everything below. */
    private FieldSelection(Map<String, FieldSelection> children) {
        this.children = children;
    }

    /**
     * Reads the parameter.
     *
     * @param values its values
     * @return what is selected
     * @throws RequestRejectedException with 400 if a path is none, begins with a name that no envelope has, or there are
     *     too many
     */
    static FieldSelection of(List<String> values) {
        FieldSelection root = new FieldSelection(new LinkedHashMap<>());
        int paths = 0;
        for (String value : values) {
            for (String path : value.split(",", -1)) {
                if (++paths > MOST) {
                    throw refused("names more than " + MOST + " fields");
                }
                root.add(path.strip());
            }
        }
        root.children.putIfAbsent(ERROR, ALL);
        return root;
    }

    /**
     * The response with the selected parts only.
     *
     * @param response of an envelope
     * @return the same response if everything is selected
     */
    Response of(Response response) {
        return this == ALL ? response : response.through(this::filtered);
    }

    private JsonGenerator filtered(JsonGenerator json) {
        return new Selected(json, new Filter(this));
    }

    private void add(String path) {
        String[] names = path.split("\\.", -1);
        if (!KNOWN.contains(names[0])) {
            throw refused("names \"" + path + "\", but an envelope has " + String.join(", ", KNOWN)
                    + " (and what is below them, as in data.content)");
        }
        if (names.length > DEEPEST) {
            throw refused("has a path of more than " + DEEPEST + " names");
        }
        FieldSelection at = this;
        for (int i = 0; i < names.length; i++) {
            if (names[i].isEmpty()) {
                throw refused("names \"" + path + "\", in which a name is missing beside a dot");
            }
            FieldSelection next = at.children.get(names[i]);
            if (next == ALL) {
                return; // more than this path is asked for
            }
            if (i == names.length - 1) {
                at.children.put(names[i], ALL);
            } else if (next == null) {
                next = new FieldSelection(new LinkedHashMap<>());
                at.children.put(names[i], next);
            }
            at = next;
        }
    }

    private static RequestRejectedException refused(String why) {
        return RequestRejectedException.of(
                RejectionReason.BAD_REQUEST, "The query parameter fields " + why + "; nothing was run");
    }

    /** Of the ways to begin an object or an array, Jackson's filter writes what is on a selected path in one only. */
    private static final class Selected extends FilteringGeneratorDelegate {
        Selected(JsonGenerator json, TokenFilter filter) {
            super(json, filter, Inclusion.INCLUDE_NON_NULL, true);
        }

        @Override
        public void writeStartObject(Object value) throws IOException {
            writeStartObject();
        }

        @Override
        public void writeStartObject(Object value, int size) throws IOException {
            writeStartObject();
        }

        @Override
        public void writeStartArray(Object value) throws IOException {
            writeStartArray();
        }

        @Override
        public void writeStartArray(Object value, int size) throws IOException {
            writeStartArray();
        }
    }

    /** Lets through what is selected. */
    private static final class Filter extends TokenFilter {
        private final FieldSelection selection;

        Filter(FieldSelection selection) {
            this.selection = selection;
        }

        @Override
        public TokenFilter includeProperty(String name) {
            FieldSelection below = selection.children.get(name);
            if (below == null) {
                return null;
            }
            return below == ALL ? TokenFilter.INCLUDE_ALL : new Filter(below);
        }

        /** A value in whose place a path expects an object. */
        @Override
        protected boolean _includeScalar() {
            return false;
        }
    }
}
