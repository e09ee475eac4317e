package io.mehari.launch;

import io.mehari.routes.InvalidRoutesException;
import io.mehari.routes.RouteFile;
import io.mehari.routes.RouteFiles;
import io.mehari.routes.check.Finding;
import io.mehari.routes.check.Finding.Severity;
import io.mehari.routes.check.GatewayBeans;
import io.mehari.routes.check.RouteCheck;
import io.mehari.routes.check.Rule;
import io.mehari.routes.check.SourceFile;
import io.mehari.routes.check.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every problem and oddity in the route files of a folder. Looks without running anything.
 *
 * @param files names of the files that were checked, with the folder
 * @param findings with the same names, in order of files and lines
 */
public record RouteFilesCheck(List<String> files, List<Finding> findings) {
    private static final String PASSED_OVER = " is passed over: ";

    /**
     * Checks a folder.
     *
     * @param directory the folder of route files; nothing is checked where it does not exist
     * @param servers names of the upstream servers
     * @param settings what {@code {{name}}} stands for; null for not set
     */
    public static RouteFilesCheck of(Path directory, Set<String> servers, Function<String, String> settings) {
        if (!Files.isDirectory(directory)) {
            return new RouteFilesCheck(List.of(), List.of());
        }
        RouteFiles folder = new RouteFiles(directory);
        List<Finding> findings = new ArrayList<>();
        List<SourceFile> sources = new ArrayList<>();
        for (boolean fixed : new boolean[] {false, true}) {
            for (String name : fixed ? RouteFiles.FIXED : RouteFiles.PER_GENERATION) {
                read(folder, name, findings)
                        .forEach(file -> sources.add(new SourceFile(file.name(), file.content(), fixed)));
            }
        }
        folder.passedOver().forEach(sentence -> findings.add(passedOver(sentence)));
        if (!sources.isEmpty()) {
            findings.addAll(RouteCheck.of(sources, new Surroundings(GatewayBeans.find(), servers, settings)));
        }
        String prefix = directory.normalize().toString();
        return new RouteFilesCheck(
                sources.stream()
                        .map(file -> under(prefix, file.name()))
                        .sorted()
                        .toList(),
                findings.stream()
                        .map(finding -> under(prefix, finding))
                        .sorted()
                        .toList());
    }

    private static List<RouteFile> read(RouteFiles folder, String name, List<Finding> findings) {
        try {
            return folder.read(List.of(name));
        } catch (InvalidRoutesException e) {
            findings.add(new Finding(Severity.ERROR, Rule.FILE, name, 0, 0, e.getMessage(), ""));
            return List.of();
        }
    }

    private static Finding passedOver(String sentence) {
        String[] parts = sentence.split(PASSED_OVER, 2);
        return new Finding(Severity.WARNING, Rule.FILE, parts[0], 0, 0, "it is passed over: " + parts[1], "");
    }

    private static Finding under(String prefix, Finding finding) {
        return new Finding(
                finding.severity(),
                finding.rule(),
                under(prefix, finding.file()),
                finding.line(),
                finding.column(),
                finding.message(),
                finding.suggestion());
    }

    private static String under(String prefix, String name) {
        return Stream.of(prefix, name)
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + "/" + b)
                .orElse(name);
    }
}
