package io.mehari.catalog.schema;

import java.util.Locale;

/** Reads an expression of ECMA-262 character by character, with its escapes. For one expression and one thread. */
final class PatternScanner {
    private static final int HIGHEST = 0x10FFFF;

    private final String text;
    private int at;

    PatternScanner(String text) {
        this.text = text;
    }

    boolean hasNext() {
        return at < text.length();
    }

    /** The next character without taking it; -1 at the end. */
    int peek() {
        return hasNext() ? text.codePointAt(at) : -1;
    }

    int next() {
        int character = text.codePointAt(at);
        at += Character.charCount(character);
        return character;
    }

    /** Takes a text if it is next. */
    boolean skip(String wanted) {
        boolean found = text.startsWith(wanted, at);
        at += found ? wanted.length() : 0;
        return found;
    }

    /** Takes what stands before a character, and the character; null, and nothing is taken, if it does not follow. */
    String until(char end) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            return null;
        }
        String before = text.substring(at, found);
        at = found + 1;
        return before;
    }

    /** Takes the digits that follow, at most some. */
    String digits(int radix, int most) {
        int start = at;
        while (at < text.length()
                && at - start < most
                && Character.digit(text.charAt(at), radix) >= 0
                && text.charAt(at) < 128) {
            at++;
        }
        return text.substring(start, at);
    }

    /** The character that was taken last, if it is one of the basic plane. */
    int before() {
        return text.charAt(at - 1);
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    /**
     * The character that an escape stands for, whose backslash has been taken: one that is neither a set of characters nor
     * a reference. Letters without a meaning stand for themselves (ECMA-262, annex B.1.2).
     */
    int escaped() throws UnknownPatternException {
        int letter = next();
        return switch (letter) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 0x0B;
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'c' -> control();
            case 'x' -> hex(2, 'x');
            case 'u' -> unicode();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                String octal = digits(8, letter <= '3' ? 3 : 2);
                yield Integer.parseInt(octal, 8);
            }
            default -> letter;
        };
    }

    private int control() {
        int letter = peek();
        if (letter < 128 && Character.isLetter(letter)) {
            return next() & 31;
        }
        at--; // the backslash stands for itself
        return '\\';
    }

    private int hex(int length, int otherwise) {
        int start = at;
        String digits = digits(16, length);
        if (digits.length() == length) {
            return Integer.parseInt(digits, 16);
        }
        at = start;
        return otherwise;
    }

    private int unicode() throws UnknownPatternException {
        int start = at;
        if (skip("{")) {
            String digits = digits(16, 8);
            if (!digits.isEmpty() && skip("}")) {
                long value = Long.parseLong(digits, 16);
                if (value > HIGHEST) {
                    throw new UnknownPatternException("\\u{" + digits.toLowerCase(Locale.ROOT) + "} is no character");
                }
                return (int) value;
            }
            at = start;
            return 'u';
        }
        int first = hex(4, -1);
        if (first < 0) {
            return 'u';
        }
        int behind = at;
        if (Character.isHighSurrogate((char) first) && skip("\\u")) {
            int second = hex(4, -1);
            if (second >= 0 && Character.isLowSurrogate((char) second)) {
                return Character.toCodePoint((char) first, (char) second);
            }
            at = behind;
        }
        return first;
    }
}
