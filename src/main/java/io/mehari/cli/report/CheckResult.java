package io.mehari.cli.report;

import io.mehari.routes.check.Finding;
import io.mehari.text.Counted;
import java.util.List;

/**
 * What was checked and found.
 *
 * @param files names of everything that was checked, as findings have them
 * @param findings in order of files and lines
 */
public record CheckResult(List<String> files, List<Finding> findings) {
    /** Number of findings that the gateway would refuse. */
    public long errors() {
        return findings.stream().filter(Finding::isError).count();
    }

    /** One line: how much was checked, and how much was found. */
    public String summary() {
        long errors = errors();
        long warnings = findings.size() - errors;
        String found = findings.isEmpty()
                ? "nothing found"
                : Counted.of((int) errors, "problem") + ", " + Counted.of((int) warnings, "warning");
        return "Checked " + Counted.of(files.size(), "file") + ": " + found;
    }
}
