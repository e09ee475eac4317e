package io.mehari.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.protocol.Json;
import io.mehari.text.Sha256;
import java.util.List;
import java.util.Map;

/**
 * What tells calls of one tool apart: names, each that of a member of the call's {@code _meta} or of a header that goes on to the
 * server. Immutable.
 *
 * @param names in the order in which they are written
 */
public record ContextNames(List<String> names) {
    /** No call has a context. */
    public static final ContextNames NONE = new ContextNames(List.of());

    /** Longest text of a context, in characters; a longer one is told by its digest. */
    public static final int LONGEST = 200;

    private static final String DIGEST = "sha256:";

    /** Keeps a copy. */
    public ContextNames {
        names = List.copyOf(names);
    }

    /**
     * Whether a name is that of a header. A member of {@code _meta} is named exactly.
     *
     * @param name as somebody has written it
     * @param header its name, in any case
     * @return true if it is the same name
     */
    public static boolean isHeader(String name, String header) {
        return name.equalsIgnoreCase(header);
    }

    /**
     * The context of a call: {@code name=value} of each name that is there, joined by semicolons. A text stands as it is unless
     * it could be taken for another value, begins with a quotation mark or has characters that separate or control: then it is
     * a JSON string. Another value is JSON as it was sent. So two contexts that differ never have the same text.
     *
     * @param call whose {@code _meta} comes before a header of the same name
     * @return without control characters; {@link #digestOf} it if it is longer than {@value #LONGEST} characters; empty if no
     *     name is there
     */
    public String textOf(ToolCall call) {
        if (names.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            String value = valueOf(name, call);
            if (value != null) {
                text.append(text.isEmpty() ? "" : ";").append(name).append('=').append(value);
            }
        }
        return text.length() > LONGEST ? digestOf(text.toString()) : text.toString();
    }

    /**
     * What stands for a context that is too long, or that must not be shown.
     *
     * @param context its text
     * @return {@code sha256:} and 64 hexadecimal digits, which no other text of a context is
     */
    public static String digestOf(String context) {
        return DIGEST + Sha256.hexOf(context);
    }

    private static String valueOf(String name, ToolCall call) {
        JsonNode member = call.meta() == null ? null : call.meta().get(name);
        if (member != null) {
            return member.isTextual() ? written(member.textValue()) : safe(Json.text(member));
        }
        for (Map.Entry<String, String> header :
                call.context().headers().values().entrySet()) {
            if (isHeader(name, header.getKey())) {
                return written(header.getValue());
            }
        }
        return null;
    }

    private static String written(String text) {
        boolean plain = !beginsLikeJson(text) && text.codePoints().noneMatch(each -> each == ';' || isUnsafe(each));
        return plain ? text : safe(Json.text(TextNode.valueOf(text)));
    }

    private static boolean beginsLikeJson(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        return first == '"'
                || first == '{'
                || first == '['
                || first == '-'
                || (first >= '0' && first <= '9')
                || text.equals("true")
                || text.equals("false")
                || text.equals("null");
    }

    /** JSON has such characters in strings only, where each may be written by its number. */
    private static String safe(String json) {
        if (json.codePoints().noneMatch(ContextNames::isUnsafe)) {
            return json;
        }
        StringBuilder safe = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(each -> {
            if (isUnsafe(each)) {
                safe.append(String.format("\\u%04x", each));
            } else {
                safe.appendCodePoint(each);
            }
        });
        return safe.toString();
    }

    /** Control characters, and halves of surrogate pairs, which no database takes. */
    private static boolean isUnsafe(int codePoint) {
        return Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
