package io.mehari.catalog.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Translates an expression of ECMA-262, as JSON Schema has them, to one of {@link java.util.regex.Pattern} that matches
 * the same texts: by characters as with the flag {@code u}, but with the letters, braces and brackets that stand for
 * themselves without it (ECMA-262, annex B.1.2). Named groups as Python writes them, and {@code (?i)} in front, are
 * understood as well. For one expression and one thread.
 */
final class EcmaPattern {
    private static final int HIGHEST_QUANTITY_DIGITS = 9;

    private final PatternScanner scanner;
    private final PatternGroups groups;
    private final StringBuilder java = new StringBuilder();
    private final Deque<Open> open = new ArrayDeque<>();
    private final boolean[] closed;

    /** Groups in a repeated one: JavaScript forgets what they matched before each turn, Java does not. */
    private final boolean[] forgotten;

    private int group;
    private boolean repeatable;

    /** The group that ends here; null if something else does. */
    private Open ended;

    /**
     * A group that is not closed yet.
     *
     * @param number its number if its text is kept, else 0
     * @param last number of the last group that captures before or at it
     */
    private record Open(int number, int last) {}

    private EcmaPattern(String expression) {
        this.scanner = new PatternScanner(expression);
        this.groups = new PatternGroups(expression);
        this.closed = new boolean[groups.count() + 1];
        this.forgotten = new boolean[groups.count() + 1];
    }

    /**
     * Translates.
     *
     * @param expression an expression of ECMA-262
     * @return an expression of Java, to be searched for in a text
     * @throws UnknownPatternException if it is none, or something in it has no counterpart
     */
    static String translate(String expression) throws UnknownPatternException {
        return new EcmaPattern(expression).translation();
    }

    private String translation() throws UnknownPatternException {
        if (scanner.skip("(?i)")) {
            java.append("(?iu)");
        }
        while (scanner.hasNext()) {
            int character = scanner.next();
            switch (character) {
                case '\\' -> escape();
                case '[' -> atom(new PatternClass(scanner).translation());
                case '(' -> open();
                case ')' -> close();
                case '*', '+', '?' -> quantifier(Character.toString(character));
                case '{' -> brace();
                case '|' -> assertion("|");
                case '^' -> assertion("^");
                case '$' -> assertion("\\z");
                case '.' -> atom(CharacterSets.DOT);
                default -> atom(literal(character));
            }
        }
        if (!open.isEmpty()) {
            throw new UnknownPatternException("a group is not closed");
        }
        return java.toString();
    }

    private void atom(String text) {
        java.append(text);
        repeatable = true;
        ended = null;
    }

    private void assertion(String text) {
        java.append(text);
        repeatable = false;
    }

    /** One character as itself, wherever it stands. */
    static String literal(int character) {
        return character < 128 && Character.isLetterOrDigit(character)
                ? Character.toString(character)
                : "\\x{" + Integer.toHexString(character) + "}";
    }

    private void quantifier(String text) throws UnknownPatternException {
        if (!repeatable) {
            throw new UnknownPatternException("there is nothing to repeat before " + text);
        }
        for (int inside = ended == null ? group + 1 : ended.last() + 1; inside <= group; inside++) {
            forgotten[inside] = true;
        }
        java.append(text).append(scanner.skip("?") ? "?" : "");
        repeatable = false;
    }

    private void brace() throws UnknownPatternException {
        int start = scanner.position();
        String least = scanner.digits(10, Integer.MAX_VALUE);
        boolean range = !least.isEmpty() && scanner.skip(",");
        String most = range ? scanner.digits(10, Integer.MAX_VALUE) : "";
        if (least.isEmpty() || !scanner.skip("}")) {
            scanner.back(start);
            atom(literal('{'));
            return;
        }
        quantifier("{" + quantity(least) + (range ? "," : "") + (most.isEmpty() ? "" : quantity(most)) + "}");
    }

    private static String quantity(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() <= HIGHEST_QUANTITY_DIGITS ? significant : "999999999";
    }

    private void escape() throws UnknownPatternException {
        if (!scanner.hasNext()) {
            throw new UnknownPatternException("it ends with a backslash");
        }
        int letter = scanner.peek();
        Optional<String> set = CharacterSets.ofLetter(letter);
        if (set.isPresent()) {
            scanner.next();
            atom("[" + set.get() + "]");
        } else if (letter == 'b' || letter == 'B') {
            scanner.next();
            assertion(letter == 'b' ? CharacterSets.BOUNDARY : CharacterSets.NO_BOUNDARY);
        } else if (letter >= '1' && letter <= '9') {
            numberedReference();
        } else if (letter == 'k' && groups.hasNames()) {
            scanner.next();
            namedReference();
        } else {
            Optional<String> property = property(scanner);
            atom(property.isPresent() ? "[" + property.get() + "]" : literal(scanner.escaped()));
        }
    }

    /** A property in braces, as member of a class. */
    static Optional<String> property(PatternScanner scanner) throws UnknownPatternException {
        boolean negated = scanner.peek() == 'P';
        if (!scanner.skip("p{") && !scanner.skip("P{")) {
            return Optional.empty();
        }
        String name = scanner.until('}');
        if (name == null) {
            throw new UnknownPatternException("the name of a property is not closed");
        }
        return Optional.of(CharacterSets.ofProperty(negated, name));
    }

    private void numberedReference() throws UnknownPatternException {
        int start = scanner.position();
        String digits = scanner.digits(10, HIGHEST_QUANTITY_DIGITS);
        if (Integer.parseInt(digits) <= groups.count()) {
            reference(Integer.parseInt(digits));
        } else {
            scanner.back(start);
            atom(literal(scanner.escaped()));
        }
    }

    private void namedReference() throws UnknownPatternException {
        String name = scanner.skip("<") ? scanner.until('>') : null;
        Integer number = name == null ? null : groups.named(name);
        if (number == null) {
            throw new UnknownPatternException("there is no group " + name);
        }
        reference(number);
    }

    /** A group that has matched nothing yet refers to the empty text; for Java such a reference fails. */
    private void reference(int number) throws UnknownPatternException {
        if (forgotten[number]) {
            throw new UnknownPatternException("it refers to a group inside one that is repeated");
        }
        atom(closed[number] ? "(?:\\k<g" + number + ">|(?!\\k<e" + number + ">))" : "(?:)");
    }

    private void open() throws UnknownPatternException {
        if (!scanner.skip("?")) {
            capture();
        } else if (scanner.skip("P<") || (scanner.skip("<") && scanner.peek() != '=' && scanner.peek() != '!')) {
            if (scanner.until('>') == null) {
                throw new UnknownPatternException("the name of a group is not closed");
            }
            capture();
        } else {
            plainGroup();
        }
        repeatable = false;
    }

    private void plainGroup() throws UnknownPatternException {
        int start = scanner.position();
        boolean behind = scanner.position() > 0 && scanner.before() == '<';
        int kind = scanner.hasNext() ? scanner.next() : -1;
        if (kind == ':' && !behind) {
            java.append("(?:");
        } else if (kind == '=' || kind == '!') {
            java.append(behind ? "(?<" : "(?").append((char) kind);
        } else if (!behind) {
            scanner.back(start);
            if (!scanner.skip("i:")) {
                throw new UnknownPatternException("a group begins with (?" + Character.toString(Math.max(kind, ' ')));
            }
            java.append("(?iu:");
        }
        open.push(new Open(0, group));
    }

    private void capture() {
        group++;
        boolean kept = groups.isReferredTo(group);
        java.append(kept ? "(?:(?<g" + group + ">" : "(?:");
        open.push(new Open(kept ? group : 0, group));
    }

    private void close() throws UnknownPatternException {
        if (open.isEmpty()) {
            throw new UnknownPatternException("a group is closed that is not open");
        }
        Open last = open.pop();
        if (last.number() > 0) {
            java.append(")(?<e").append(last.number()).append(">)");
            closed[last.number()] = true;
        }
        atom(")");
        ended = last;
    }
}
