package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.dialect.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left of a schema when {@link SchemaCleaner} is done with it.
 *
 * @param schema the schema; refers to {@code #} and to {@code #/$defs/}, with names of the cleaner's own
 * @param dialect its dialect
 * @param remarks what was dropped, each with its JSON pointer; at most some
 * @param schemas every schema in it, by identity
 * @param labels what the definition calls the schemas that are referred to, by their name in {@code $defs}
 */
record CleanSchema(
        ObjectNode schema, Dialect dialect, List<String> remarks, Set<JsonNode> schemas, Map<String, String> labels) {}
