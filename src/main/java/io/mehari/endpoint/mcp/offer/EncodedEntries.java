package io.mehari.endpoint.mcp.offer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;

/**
 * An array of entries that are encoded already, as a value of a JSON tree: written by copying bytes. Immutable.
 *
 * @param entries in the order of the array
 */
record EncodedEntries(List<Entry> entries) implements JsonSerializable {
    /** The array as a node, which can be written and nothing else. */
    static JsonNode node(List<Entry> entries) {
        return JsonNodeFactory.instance.pojoNode(new EncodedEntries(entries));
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartArray();
        for (Entry entry : entries) {
            json.writeRawValue(entry.json());
        }
        json.writeEndArray();
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(json, provider);
    }

    @Override
    public String toString() {
        return entries.size() + " entries";
    }
}
