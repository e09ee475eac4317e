package io.mehari.catalog.schema;

import java.util.Optional;

/** Translates one character class of ECMA-262, whose opening bracket has been taken. For one class. */
final class PatternClass {
    /** A class without members matches no character, its opposite every one. */
    private static final String NOTHING = "(?!)";

    private static final String ANYTHING = "(?s:.)";

    private final PatternScanner scanner;
    private final StringBuilder members = new StringBuilder();

    /** The character last read; -1 for a set of characters. */
    private int last;

    PatternClass(PatternScanner scanner) {
        this.scanner = scanner;
    }

    String translation() throws UnknownPatternException {
        boolean negated = scanner.skip("^");
        while (!scanner.skip("]")) {
            member();
        }
        if (members.isEmpty()) {
            return negated ? ANYTHING : NOTHING;
        }
        return (negated ? "[^" : "[") + members + "]";
    }

    private void member() throws UnknownPatternException {
        String first = read();
        int from = last;
        int dash = scanner.position();
        if (!scanner.skip("-") || scanner.peek() == ']') {
            scanner.back(dash);
            members.append(first);
            return;
        }
        String second = read();
        if (from < 0 || last < 0) {
            members.append(first).append(EcmaPattern.literal('-')).append(second);
        } else if (from > last) {
            throw new UnknownPatternException("a range of characters is out of order");
        } else {
            members.append(first).append('-').append(second);
        }
    }

    private String read() throws UnknownPatternException {
        if (!scanner.hasNext()) {
            throw new UnknownPatternException("a class of characters is not closed");
        }
        if (!scanner.skip("\\")) {
            last = scanner.next();
            return EcmaPattern.literal(last);
        }
        if (!scanner.hasNext()) {
            throw new UnknownPatternException("it ends with a backslash");
        }
        last = -1;
        Optional<String> set = CharacterSets.ofLetter(scanner.peek());
        if (set.isPresent()) {
            scanner.next();
            return set.get();
        }
        Optional<String> property = EcmaPattern.property(scanner);
        if (property.isPresent()) {
            return property.get();
        }
        last = scanner.skip("b") ? '\b' : scanner.escaped();
        return EcmaPattern.literal(last);
    }
}
