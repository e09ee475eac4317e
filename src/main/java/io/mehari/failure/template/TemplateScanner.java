package io.mehari.failure.template;

import java.util.Locale;

/** One pass over a text, from left to right, that writes its template. For one thread and one text. */
final class TemplateScanner {
    /** Longest quoted value, in characters: what is further apart are apostrophes. */
    private static final int MAX_QUOTED = 160;

    private static final String OPENING = "\"'`\u201c\u2018\u300c\u300e\u00ab";
    private static final String CLOSING = "\"'`\u201d\u2019\u300d\u300f\u00bb";

    private final String text;
    private final TemplateWriter out;
    private int at;

    /** Where the quotes end that are around a text; -1 outside of them. */
    private int endOfText = -1;

    TemplateScanner(String text, int most) {
        this.text = text;
        this.out = new TemplateWriter(most);
    }

    String scan() {
        while (at < text.length() && !out.isFull()) {
            step();
        }
        return out.finish();
    }

    private void step() {
        char unit = text.charAt(at);
        int end = Placeholder.endAt(text, at);
        if (end > at) {
            out.placeholder(text.substring(at, end));
            at = end;
        } else if (unit == '\u001b') {
            at = escapeEnd();
        } else if (Character.isWhitespace(unit) || Character.isISOControl(unit) || Character.isSpaceChar(unit)) {
            out.space();
            at++;
        } else if (at == endOfText) {
            out.literal(unit);
            endOfText = -1;
            at++;
        } else if (OPENING.indexOf(unit) >= 0) {
            quote(unit);
        } else if (WordShape.isPart(unit)) {
            word();
        } else {
            out.literal(unit);
            at++;
        }
    }

    /** Colours of a terminal: {@code ESC [ 31 m}. */
    private int escapeEnd() {
        int end = at + 1;
        if (end < text.length() && text.charAt(end) == '[') {
            end++;
            while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == ';')) {
                end++;
            }
            return Math.min(end + 1, text.length());
        }
        return end;
    }

    private void quote(char opening) {
        int close = closingQuote(opening);
        String content = close < 0 ? "" : text.substring(at + 1, close);
        if (close < 0 || QuotedText.isKept(content, out.tail(), text, close)) {
            endOfText = close < 0 ? endOfText : close;
            out.literal(opening);
            at++;
            return;
        }
        out.literal(opening);
        out.placeholder(Placeholder.VALUE);
        out.literal(text.charAt(close));
        at = close + 1;
    }

    /** Where a quoted value ends; -1 if there is none, as at an apostrophe. */
    private int closingQuote(char opening) {
        if (opening == '\'' && at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
            return -1;
        }
        char closing = CLOSING.charAt(OPENING.indexOf(opening));
        int last = Math.min(endOfText < at ? text.length() : endOfText, at + MAX_QUOTED);
        for (int i = at + 1; i < last; i++) {
            char unit = text.charAt(i);
            boolean apostrophe =
                    closing == '\'' && i + 1 < text.length() && Character.isLetterOrDigit(text.charAt(i + 1));
            if (unit == closing && !apostrophe) {
                return i > at + 1 ? i : -1;
            }
        }
        return -1;
    }

    private void word() {
        if (text.charAt(at) == ':' && !text.startsWith("::", at)) {
            out.literal(':');
            at++;
            return;
        }
        int begin = at;
        int end = at;
        boolean url = false;
        while (end < text.length()
                && (WordShape.isPart(text.charAt(end)) || url && WordShape.isUrlPart(text.charAt(end)))) {
            url = url || text.startsWith("://", end);
            end++;
        }
        while (end > begin + 1 && WordShape.isEndOfSentence(text.charAt(end - 1))) {
            end--;
        }
        String word = text.substring(begin, end);
        at = end;
        if (out.isGlued() || Placeholder.endAt(text, end) > end) {
            WordShape.withoutNumbers(word, out);
        } else if (!duration(word, end)) {
            WordShape.write(word, out, followedByCapital(end));
        }
    }

    /** A number and its unit of time as the next word: {@code 30 seconds}. */
    private boolean duration(String word, int end) {
        if (!WordShape.isNumber(word)) {
            return false;
        }
        int from = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
        int to = from;
        while (to < text.length() && to - from < 13 && Character.isLetter(text.charAt(to))) {
            to++;
        }
        String unit = text.substring(from, to).toLowerCase(Locale.ROOT);
        String found = WordShape.timeUnit(unit);
        if (found.isEmpty()) {
            return false;
        }
        out.placeholder(Placeholder.DURATION);
        at = from + found.length();
        return true;
    }

    private boolean followedByCapital(int end) {
        return end + 1 < text.length() && text.charAt(end) == ' ' && Character.isUpperCase(text.charAt(end + 1));
    }
}
