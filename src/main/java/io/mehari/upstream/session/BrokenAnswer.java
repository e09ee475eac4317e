package io.mehari.upstream.session;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds which request a message was meant to answer that is broken or too long to be read: its call need not wait for
 * its deadline. Servers write the id first or last, so both ends of the message are enough. A request of the
 * server, which has an id of the same kind, shows its method beside it.
 */
public final class BrokenAnswer {
    /** Why a message is broken that no tree can be made of, to stand behind what it is. */
    public static final String NOT_JSON = "is not valid JSON, or is nested deeper than " + Json.MAX_DEPTH + " levels";

    private static final int END = 256;
    private static final Pattern LAST_ID = Pattern.compile(
            "\"id\"\\s*:\\s*(\"?)(\\d{1,18})(?:\\.0+)?\\1\\s*(?:,\\s*\"jsonrpc\"\\s*:\\s*\"2\\.0\"\\s*)?}\\s*$");

    private BrokenAnswer() {}

    /** The id, if one of the ends shows it. */
    public static OptionalLong idOf(byte[] message) {
        return idOf(message, 0, message.length);
    }

    /** The id of a message within a buffer, if one of the ends shows it. */
    public static OptionalLong idOf(byte[] buffer, int offset, int length) {
        int known = Math.min(END, length);
        int end = offset + length;
        return idOf(Arrays.copyOfRange(buffer, offset, offset + known), Arrays.copyOfRange(buffer, end - known, end));
    }

    /** The id, if one of the ends shows it, which are all that is known of the message. */
    public static OptionalLong idOf(byte[] head, byte[] tail) {
        OptionalLong id = OptionalLong.empty();
        boolean answer = false;
        try (JsonParser json = Json.MAPPER.createParser(head)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                answer |= field.equals("result") || field.equals("error");
                JsonToken value = json.nextToken();
                if (field.equals("method")) {
                    return OptionalLong.empty();
                }
                if (field.equals("id")) {
                    id = idAt(json, value);
                    if (id.isEmpty()) {
                        return id;
                    }
                }
                if (answer && id.isPresent()) {
                    return id;
                }
                json.skipChildren();
            }
        } catch (IOException | RuntimeException e) { // the end of what is known, or a number that Jackson cannot take
            return answer ? last(tail) : id;
        }
        return id;
    }

    private static OptionalLong idAt(JsonParser json, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return RequestIds.ours(DecimalNode.valueOf(json.getDecimalValue()));
        }
        return token != null && token.isScalarValue() ? RequestIds.ours(json.getText()) : OptionalLong.empty();
    }

    private static OptionalLong last(byte[] tail) {
        Matcher id = LAST_ID.matcher(new String(tail, StandardCharsets.ISO_8859_1));
        return id.find() ? RequestIds.ours(id.group(2)) : OptionalLong.empty();
    }
}
