package io.mehari.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads and writes JSON as trees whose numbers keep every digit, with a limit on depth.
 *
 * <p>Fractions become {@link java.math.BigDecimal} with their scale kept, integers grow to {@link
 * java.math.BigInteger}; unknown fields and key order are kept. All methods are safe for concurrent use.
 */
public final class Json {
    /** Deepest nesting accepted, on either side of the gateway. */
    public static final int MAX_DEPTH = 200;

    /** Longest single string accepted, in characters; the body and line limits are tighter. */
    static final int MAX_STRING_LENGTH = 100_000_000;

    /** The one mapper of the gateway. Immutable by agreement: no code reconfigures it. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .build())
                    .build())
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * A new empty object.
     *
     * @return mutable
     */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads one JSON value that fills the whole input.
     *
     * @param text JSON
     * @return a missing node if the text is blank
     * @throws JsonProcessingException if the text is not JSON, or nested deeper than {@link #MAX_DEPTH}
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /**
     * Reads one JSON value that fills the whole input.
     *
     * @param bytes JSON in UTF-8
     * @return a missing node if there is nothing but white space
     * @throws IOException if the bytes are not JSON, or nested deeper than {@link #MAX_DEPTH}
     */
    public static JsonNode read(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    /**
     * Reads one JSON value that fills the rest of the stream.
     *
     * @param stream JSON in UTF-8
     * @return a missing node if there is nothing but white space
     * @throws IOException if the stream fails or is not JSON, or is nested deeper than {@link #MAX_DEPTH}
     */
    public static JsonNode read(InputStream stream) throws IOException {
        return MAPPER.readTree(stream);
    }

    /**
     * Writes a value in UTF-8.
     *
     * @param value any tree
     * @return without white space between tokens
     */
    public static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A JSON tree could not be written: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Writes a value as text.
     *
     * @param value any tree
     * @return without white space between tokens
     */
    public static String text(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A JSON tree could not be written: " + e.getOriginalMessage(), e);
        }
    }
}
