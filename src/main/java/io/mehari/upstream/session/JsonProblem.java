package io.mehari.upstream.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.mehari.protocol.Json;
import io.mehari.text.PrintableText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Says in one sentence why a text of a server is no JSON, with the place and the bytes there: what an author of a server
 * needs to find it. Safe for concurrent use.
 */
public final class JsonProblem {
    private static final int AROUND = 20;
    private static final String NO_JSON = "is not valid JSON: ";

    private JsonProblem() {}

    /**
     * The sentence, to stand behind what is broken.
     *
     * @param failure what the parser threw, checked or not
     * @param buffer holds the text
     * @param offset where it begins
     * @param length its bytes
     * @return such as {@code is not valid JSON: not UTF-8 at byte 12 (0xE9) near "caf?"}; at most some 200 characters
     */
    public static String of(Exception failure, byte[] buffer, int offset, int length) {
        String message = failure instanceof JsonProcessingException known
                ? String.valueOf(known.getOriginalMessage())
                : "A number has an exponent beyond the range of numbers";
        if (message.startsWith("A number has an exponent")) {
            return NO_JSON + "it holds a number whose exponent is too large";
        }
        if (failure instanceof StreamConstraintsException) {
            return NO_JSON + limit(message);
        }
        if (failure instanceof JsonEOFException) {
            return NO_JSON + "it is cut off after " + length + " bytes" + near(buffer, offset, length, length);
        }
        long at = failure instanceof JsonProcessingException known && known.getLocation() != null
                ? known.getLocation().getByteOffset()
                : -1;
        int place = (int) Math.max(0, Math.min(at, length));
        if (message.startsWith("Invalid UTF-8") || message.startsWith("It is not UTF-8")) {
            return NO_JSON + notUtf8(buffer, offset, length, place);
        }
        return NO_JSON + (at < 0 ? "it cannot be read" : syntax(message, place) + near(buffer, offset, length, place));
    }

    private static String limit(String message) {
        if (message.contains("nesting depth")) {
            return "it is nested deeper than " + Json.MAX_DEPTH + " levels";
        }
        if (message.contains("Number")) {
            return "it holds a number of more digits than the gateway takes";
        }
        return message.contains("name") || message.contains("Name")
                ? "it holds a longer name of a member than the gateway takes"
                : "it holds a longer text than the gateway takes";
    }

    private static String syntax(String message, int place) {
        if (message.contains("token 'NaN'") || message.contains("INF") || message.contains("Infinity")) {
            return "it holds NaN or Infinity, which JSON does not have, before byte " + place;
        }
        if (message.startsWith("Trailing token")) {
            return "it goes on behind its end, before byte " + place + "; each message needs a line of its own";
        }
        return "it breaks off at byte " + place;
    }

    /** The parser may have gone on to the end of what it took for one character. */
    private static String notUtf8(byte[] buffer, int offset, int length, int place) {
        int wrong = firstThatIsNotUtf8(buffer, offset, length);
        int at = wrong < 0 ? Math.min(place, length - 1) : wrong;
        return "it is not UTF-8 at byte " + at + String.format(" (0x%02X)", buffer[offset + at] & 0xff)
                + near(buffer, offset, length, at);
    }

    private static int firstThatIsNotUtf8(byte[] buffer, int offset, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(buffer, offset, length);
        CharBuffer out = CharBuffer.allocate(1024);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isOverflow()) {
                return result.isError() ? in.position() - offset : -1;
            }
            out.clear();
        }
    }

    private static String near(byte[] buffer, int offset, int length, int place) {
        int from = Math.max(0, place - AROUND);
        int to = Math.min(length, place + AROUND);
        String text = new String(buffer, offset + from, to - from, StandardCharsets.UTF_8);
        return " near \"" + PrintableText.of(text) + '"';
    }
}
