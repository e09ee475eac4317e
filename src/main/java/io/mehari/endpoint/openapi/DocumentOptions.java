package io.mehari.endpoint.openapi;

import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the URL of a document asks for.
 *
 * @param whole {@code ?schema=full}: schemas of tools whole, recursion included
 * @param brief {@code ?schema=short}: schemas of tools without recursion
 * @param older {@code ?openapi=3.0}: in the words of OpenAPI 3.0
 */
record DocumentOptions(boolean whole, boolean brief, boolean older) {
    /** Where the URL asks for nothing. */
    static final DocumentOptions NONE = new DocumentOptions(false, false, false);

    private static final String WHOLE = "full";
    private static final String BRIEF = "short";
    private static final String OLDER = "3.0";
    private static final Map<String, Set<String>> KNOWN =
            Map.of("schema", Set.of(WHOLE, BRIEF), "openapi", Set.of(OLDER, "3.1"));
    private static final String THERE_IS =
            "There are schema=short (the default), schema=full (JSON Schema whole, recursion"
                    + " included), openapi=3.1 (the default) and openapi=3.0";

    /**
     * {@return what a query asks for}
     *
     * @param target target of the request
     * @param lenient whether what is unknown is ignored, as mcpo does
     * @throws RequestRejectedException if the query has anything else, or a parameter twice
     */
    static DocumentOptions of(RequestTarget target, boolean lenient) {
        Map<String, List<String>> parameters = target.parameters();
        if (!lenient) {
            parameters.forEach(DocumentOptions::require);
        }
        String schema = first(parameters, "schema");
        return new DocumentOptions(
                WHOLE.equals(schema), BRIEF.equals(schema), OLDER.equals(first(parameters, "openapi")));
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).get(0);
    }

    private static void require(String name, List<String> values) {
        if (!KNOWN.containsKey(name)) {
            throw rejected("The document has no parameter " + cut(name));
        }
        if (values.size() != 1) {
            throw rejected("The parameter " + name + " is given " + values.size() + " times");
        }
        if (!KNOWN.get(name).contains(values.get(0))) {
            throw rejected("The parameter " + name + " cannot be " + cut(values.get(0)));
        }
    }

    private static String cut(String text) {
        return '"' + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + '"';
    }

    private static RequestRejectedException rejected(String message) {
        return RequestRejectedException.of(RejectionReason.BAD_REQUEST, message + ". " + THERE_IS);
    }
}
