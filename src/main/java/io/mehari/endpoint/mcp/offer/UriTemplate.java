package io.mehari.endpoint.mcp.offer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Tells whether a URI can have been made from a template (RFC 6570, as servers use it): whichever values its variables have.
 * Needs a time that grows with the product of both lengths at most. Immutable.
 */
final class UriTemplate {
    /** Longest URI, and longest template, that is looked at. */
    static final int LONGEST = 8_192;

    private static final String OPERATORS = "+#./;?&";

    private final List<Part> parts;

    /**
     * What a template consists of.
     *
     * @param literal text as it stands, or what an expression begins with
     * @param variable whether any text follows
     * @param anything whether that text may have slashes
     * @param optional whether all of it may be missing
     */
    private record Part(String literal, boolean variable, boolean anything, boolean optional) {}

    private UriTemplate(List<Part> parts) {
        this.parts = parts;
    }

    /** Reads any text; braces that do not match are text. */
    static UriTemplate of(String template) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < template.length() && template.length() <= LONGEST) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                parts.add(new Part(template.substring(at), false, false, false));
                break;
            }
            if (open > at) {
                parts.add(new Part(template.substring(at, open), false, false, false));
            }
            parts.add(expression(template.substring(open + 1, close)));
            at = close + 1;
        }
        return new UriTemplate(List.copyOf(parts));
    }

    private static Part expression(String inner) {
        char operator = inner.isEmpty() || OPERATORS.indexOf(inner.charAt(0)) < 0 ? ' ' : inner.charAt(0);
        boolean many = inner.endsWith("*") || inner.indexOf(',') >= 0;
        return switch (operator) {
            case ' ' -> new Part("", true, false, false);
            case '+' -> new Part("", true, true, false);
            case '/', '.' -> new Part(String.valueOf(operator), true, many, true);
            default -> new Part(String.valueOf(operator), true, true, true);
        };
    }

    /** Whether a URI is one of those that the template stands for. A template without expressions stands for itself. */
    boolean matches(String uri) {
        if (parts.isEmpty() || uri.length() > LONGEST) {
            return false;
        }
        BitSet ends = new BitSet(uri.length() + 1);
        ends.set(0);
        for (Part part : parts) {
            BitSet begun = literal(part.literal(), ends, uri);
            BitSet next = part.variable() ? text(part.anything(), begun, uri) : begun;
            if (part.optional()) {
                next.or(ends);
            }
            if (next.isEmpty()) {
                return false;
            }
            ends = next;
        }
        return ends.get(uri.length());
    }

    /** Where a literal ends that begins at one of these places. */
    private static BitSet literal(String literal, BitSet starts, String uri) {
        BitSet ends = new BitSet(uri.length() + 1);
        for (int at = starts.nextSetBit(0); at >= 0; at = starts.nextSetBit(at + 1)) {
            if (uri.startsWith(literal, at)) {
                ends.set(at + literal.length());
            }
        }
        return ends;
    }

    /** Where a text of one character and more can end that begins at one of these places. */
    private static BitSet text(boolean anything, BitSet starts, String uri) {
        BitSet ends = new BitSet(uri.length() + 1);
        boolean within = false;
        for (int at = 0; at < uri.length(); at++) {
            within = (within || starts.get(at)) && (anything || uri.charAt(at) != '/');
            if (within) {
                ends.set(at + 1);
            }
        }
        return ends;
    }
}
