package io.mehari.endpoint.openapi;

import io.mehari.catalog.schema.DocumentSchema;

/** A way to put schemas of tools into documents. Implementations are safe for concurrent use. */
interface ToolSchemas {
    /**
     * Sets the components that a schema becomes.
     *
     * @param schema the schema
     * @param name name of the component for the schema itself, taken from the components
     * @param components where to set it, and more that it refers to
     * @throws SchemaTooLargeException if it would become too large a part of the document; nothing is set then under its name
     */
    void place(DocumentSchema schema, String name, Components components);
}
