package io.mehari.cli;

import io.mehari.cli.report.CheckResult;
import io.mehari.launch.ConfigurationCheck;
import io.mehari.launch.RouteFilesCheck;
import io.mehari.routes.check.Finding;
import io.mehari.routes.check.Finding.Severity;
import io.mehari.routes.check.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings what was found in the configuration and in route files into one form. */
final class CheckFindings {
    private static final Pattern PLACED =
            Pattern.compile("(?s)([^,:]{1,500}?), line (\\d{1,9})(?:, column (\\d{1,9}))?(?::|,)? *(.*)");
    private static final String SETTINGS = "config/application.yaml";

    private CheckFindings() {}

    static CheckResult of(ConfigurationCheck configuration, RouteFilesCheck routes) {
        List<Finding> findings = new ArrayList<>();
        configuration.errors().forEach(error -> findings.add(finding(error)));
        findings.addAll(routes.findings());
        TreeSet<String> files = new TreeSet<>(routes.files());
        if (!configuration.source().isEmpty()) {
            files.add(configuration.source());
        }
        findings.forEach(finding -> files.add(finding.file()));
        return new CheckResult(List.copyOf(files), findings.stream().sorted().toList());
    }

    /** A problem of the configuration says its place in its text. */
    static Finding finding(String problem) {
        Matcher placed = PLACED.matcher(problem);
        if (!placed.matches()) {
            return new Finding(Severity.ERROR, Rule.CONFIGURATION, SETTINGS, 0, 0, problem, "");
        }
        int column = placed.group(3) == null ? 1 : Integer.parseInt(placed.group(3));
        return new Finding(
                Severity.ERROR,
                Rule.CONFIGURATION,
                placed.group(1),
                Integer.parseInt(placed.group(2)),
                column,
                placed.group(4),
                "");
    }
}
