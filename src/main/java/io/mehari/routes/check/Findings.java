package io.mehari.routes.check;

import io.mehari.routes.check.Finding.Severity;
import io.mehari.text.NearestNames;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is found, in order of files and lines, up to 1,000. Not for use by several threads. */
final class Findings {
    private static final int MOST = 1_000;

    private final TreeSet<Finding> found = new TreeSet<>();

    void error(Rule rule, String file, Node at, String message, String suggestion) {
        add(Severity.ERROR, rule, file, at == null ? null : at.getStartMark(), message, suggestion);
    }

    /** Of a file that is no route file, where only the line is known; 0 for the file as a whole. */
    void error(Rule rule, String file, int line, String message, String suggestion) {
        if (found.size() < MOST) {
            found.add(new Finding(Severity.ERROR, rule, file, line, line == 0 ? 0 : 1, message, suggestion));
        }
    }

    void error(Rule rule, String file, Node at, String message) {
        error(rule, file, at, message, "");
    }

    void warning(Rule rule, String file, Node at, String message, String suggestion) {
        add(Severity.WARNING, rule, file, at == null ? null : at.getStartMark(), message, suggestion);
    }

    void add(Severity severity, Rule rule, String file, Mark at, String message, String suggestion) {
        if (found.size() < MOST) {
            int line = at == null ? 0 : at.getLine() + 1;
            int column = at == null ? 0 : at.getColumn() + 1;
            found.add(new Finding(severity, rule, file, line, column, message, suggestion));
        }
    }

    List<Finding> sorted() {
        return List.copyOf(found);
    }

    /** A question for the names that resemble an unknown one; empty if none does. */
    static String didYouMean(String name, Collection<String> names) {
        List<String> nearest = NearestNames.of(name, names);
        return nearest.isEmpty() ? "" : "Did you mean " + String.join(" or ", nearest) + "?";
    }
}
