package io.mehari.configuration.serversfile;

import io.mehari.configuration.serversfile.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is to be said about one JSON file. Used by one thread. */
final class Findings {
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> errors = new ArrayList<>();
    private final JsonPositions positions;

    Findings(JsonPositions positions) {
        this.positions = positions;
    }

    void error(String path, String text) {
        add(Severity.ERROR, path, text);
    }

    void warning(String path, String text) {
        add(Severity.WARNING, path, text);
    }

    void note(String path, String text) {
        add(Severity.NOTE, path, text);
    }

    /** How many errors there are so far; those that come later are {@link #errorsSince} this number. */
    int errors() {
        return errors.size();
    }

    /** The errors noted after the first so many, in the order they were found. */
    List<Finding> errorsSince(int before) {
        return errors.subList(before, errors.size()).stream().distinct().toList();
    }

    /** Everything noted, once and in the order of the file. */
    List<Finding> inOrder() {
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparingInt(
                                (Finding finding) -> finding.position().line())
                        .thenComparingInt(finding -> finding.position().column()))
                .toList();
    }

    private void add(Severity severity, String path, String text) {
        Finding finding = new Finding(severity, positions.of(path), path, text);
        findings.add(finding);
        if (severity == Severity.ERROR) {
            errors.add(finding);
        }
    }
}
