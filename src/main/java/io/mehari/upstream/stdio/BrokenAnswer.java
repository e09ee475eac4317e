package io.mehari.upstream.stdio;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds which request a line was meant to answer that is broken or too long to be read: its call need not wait for
 * its deadline. Servers write the id first or last, so both ends of the line are enough.
 */
final class BrokenAnswer {
    private static final Pattern LAST_ID =
            Pattern.compile("\"id\"\\s*:\\s*(\\d{1,18})\\s*(?:,\\s*\"jsonrpc\"\\s*:\\s*\"2\\.0\"\\s*)?}\\s*$");

    private BrokenAnswer() {}

    /** The id, if one of the ends shows it. */
    static OptionalLong idOf(byte[] head, byte[] tail) {
        OptionalLong first = first(head);
        return first.isPresent() ? first : last(tail);
    }

    private static OptionalLong first(byte[] head) {
        try (JsonParser json = Json.MAPPER.createParser(head)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return OptionalLong.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("method")) {
                    return OptionalLong.empty();
                }
                if (field.equals("id")) {
                    return value == JsonToken.VALUE_NUMBER_INT
                            ? OptionalLong.of(json.getLongValue())
                            : OptionalLong.empty();
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            return OptionalLong.empty(); // the end of what is known
        }
        return OptionalLong.empty();
    }

    private static OptionalLong last(byte[] tail) {
        Matcher id = LAST_ID.matcher(new String(tail, StandardCharsets.ISO_8859_1));
        return id.find() ? OptionalLong.of(Long.parseLong(id.group(1))) : OptionalLong.empty();
    }
}
