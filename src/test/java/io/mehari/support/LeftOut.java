package io.mehari.support;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** The tests of a run that were left out for want of what they require. Closed by JUnit at the end of the run, it prints them. */
final class LeftOut implements CloseableResource {
    private final Map<String, Set<String>> classes = new TreeMap<>();

    /**
     * Notes it.
     *
     * @param problem what is missing, and the remedy
     * @param test the class that, in whole or in part, is left out
     */
    synchronized void add(String problem, Class<?> test) {
        classes.computeIfAbsent(problem, key -> new TreeSet<>()).add(test.getSimpleName());
    }

    /** One line for each thing that is missing. */
    synchronized List<String> lines() {
        return classes.entrySet().stream()
                .map(missing -> "TESTS LEFT OUT (" + String.join(", ", missing.getValue()) + "): " + missing.getKey())
                .toList();
    }

    @Override
    public void close() {
        lines().forEach(System.err::println);
    }
}
