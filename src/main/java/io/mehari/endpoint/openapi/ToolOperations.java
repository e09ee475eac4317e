package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A way to describe calls of tools in one document. For one document and one thread. */
interface ToolOperations {
    /**
     * Describes the call of one tool.
     *
     * @param tool the tool
     * @param id its operation id
     * @return a new object
     */
    ObjectNode operation(PathTool tool, String id);

    /**
     * Adds what operations refer to besides schemas of tools.
     *
     * @param document where to add it
     * @param used whether there is any operation
     */
    void finish(ObjectNode document, boolean used);
}
