package io.mehari.catalog.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The groups of an expression of ECMA-262, and those that something refers to: the others need not be kept. */
final class PatternGroups {
    private final Map<String, Integer> names = new HashMap<>();
    private final Set<Integer> referredTo = new HashSet<>();
    private final Set<String> namesReferredTo = new HashSet<>();
    private int count;

    PatternGroups(String expression) {
        PatternScanner scanner = new PatternScanner(expression);
        boolean inClass = false;
        while (scanner.hasNext()) {
            int character = scanner.next();
            if (character == '\\' && scanner.hasNext()) {
                escape(scanner, inClass);
            } else if (inClass) {
                inClass = character != ']';
            } else if (character == '[') {
                inClass = true;
            } else if (character == '(') {
                group(scanner);
            }
        }
        namesReferredTo.forEach(name -> referredTo.add(names.getOrDefault(name, 0)));
    }

    private void escape(PatternScanner scanner, boolean inClass) {
        int letter = scanner.peek();
        if (!inClass && letter >= '1' && letter <= '9') {
            referredTo.add(Integer.parseInt(scanner.digits(10, 9)));
            return;
        }
        scanner.next();
        if (!inClass && letter == 'k' && scanner.skip("<")) {
            String name = scanner.until('>');
            if (name != null) {
                namesReferredTo.add(name);
            }
        }
    }

    private void group(PatternScanner scanner) {
        if (!scanner.skip("?")) {
            count++;
        } else if (scanner.skip("P<") || (scanner.skip("<") && scanner.peek() != '=' && scanner.peek() != '!')) {
            count++;
            String name = scanner.until('>');
            if (name != null) {
                names.putIfAbsent(name, count);
            }
        }
    }

    /** Number of groups that capture. */
    int count() {
        return count;
    }

    boolean isReferredTo(int group) {
        return referredTo.contains(group);
    }

    boolean hasNames() {
        return !names.isEmpty();
    }

    /** The number of the group of this name; null if there is none. */
    Integer named(String name) {
        return names.get(name);
    }
}
