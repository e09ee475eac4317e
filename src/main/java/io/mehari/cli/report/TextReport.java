package io.mehari.cli.report;

import io.mehari.routes.check.Finding;
import java.util.List;
import java.util.stream.Stream;

/** Findings as lines for people, with places as compilers write them. Stateless. */
public final class TextReport {
    private TextReport() {}

    /**
     * A line for each finding.
     *
     * @param findings in the order to be shown
     * @return {@code file:line:column: error: message [rule]}
     */
    public static Stream<String> of(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.place() + ": " + (finding.isError() ? "error: " : "warning: ") + finding.text()
                        + " [" + finding.rule().id() + "]");
    }
}
