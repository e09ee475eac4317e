package io.mehari.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
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

    /**
     * The one mapper of the gateway, for writing and converting. Immutable by agreement: no code reconfigures it. Only this
     * class reads with it: what a parser throws on a number of an absurd size is no IOException.
     */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .build())
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
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
     * @throws JsonProcessingException if the text is not JSON, nested deeper than {@link #MAX_DEPTH}, or has a number
     *     beyond the range of numbers
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        try {
            return SignedZeros.mayOccurIn(text) ? signed(MAPPER.createParser(text)) : MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads one JSON value that fills the whole input.
     *
     * @param bytes JSON in UTF-8
     * @return a missing node if there is nothing but white space
     * @throws IOException as {@link #read(byte[], int, int)}
     */
    public static JsonNode read(byte[] bytes) throws IOException {
        return read(bytes, 0, bytes.length);
    }

    /**
     * Reads one JSON value that fills a part of a buffer.
     *
     * @param buffer holds JSON in UTF-8
     * @param offset where it begins
     * @param length its bytes
     * @return a missing node if there is nothing but white space
     * @throws IOException if the bytes are not UTF-8 or not JSON, nested deeper than {@link #MAX_DEPTH}, or have a
     *     number beyond the range of numbers
     */
    public static JsonNode read(byte[] buffer, int offset, int length) throws IOException {
        int bad = Utf8.firstBad(buffer, offset, length);
        if (bad >= 0) {
            throw new JsonParseException(null, "It is not UTF-8 at byte " + (bad + 1));
        }
        try {
            if (SignedZeros.mayOccurIn(buffer, offset, length)) {
                return signed(MAPPER.createParser(buffer, offset, length));
            }
            return MAPPER.readTree(buffer, offset, length);
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads one JSON value that fills the rest of the stream.
     *
     * @param stream JSON in UTF-8
     * @return a missing node if there is nothing but white space
     * @throws IOException if the stream fails or is not JSON, nested deeper than {@link #MAX_DEPTH}, or has a number
     *     beyond the range of numbers
     */
    public static JsonNode read(InputStream stream) throws IOException {
        try {
            return MAPPER.readTree(stream);
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads one JSON value by other rules.
     *
     * @param reader made of {@link #MAPPER}
     * @param text what the reader takes for JSON
     * @return a missing node if the text is blank
     * @throws JsonProcessingException as {@link #read(String)}
     */
    public static JsonNode read(ObjectReader reader, String text) throws JsonProcessingException {
        try {
            return reader.readTree(text);
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static JsonNode signed(JsonParser parser) throws IOException {
        try (parser) {
            return MAPPER.readTree(new SignedZeros(parser));
        }
    }

    /** An exponent beyond 2,147,483,647 ends in a NumberFormatException or an ArithmeticException of BigDecimal. */
    private static JsonParseException unreadable(Exception cause) {
        boolean number = cause instanceof NumberFormatException || cause instanceof ArithmeticException;
        return new JsonParseException(
                null,
                number ? "A number has an exponent beyond the range of numbers" : "It cannot be read: " + cause,
                cause);
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
