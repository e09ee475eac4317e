package io.mehari.launch;

import io.mehari.library.InvalidLibraryException;
import io.mehari.library.Libraries;
import io.mehari.library.Library;
import io.mehari.routes.InvalidRoutesException;
import io.mehari.routes.RouteFile;
import io.mehari.routes.RouteFiles;
import io.mehari.routes.check.Finding;
import io.mehari.routes.check.Finding.Severity;
import io.mehari.routes.check.GatewayBeans;
import io.mehari.routes.check.NamedRecoveries;
import io.mehari.routes.check.RouteCheck;
import io.mehari.routes.check.Rule;
import io.mehari.routes.check.SourceFile;
import io.mehari.routes.check.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
     * Checks a folder, together with the shipped files that it lies over.
     *
     * @param directory the folder of route files; nothing is checked where it does not exist
     * @param overlay whether it lies over the files in the jar, instead of holding the whole set
     * @param plugins folder of the jars that route files can use; need not exist
     * @param servers names of the upstream servers
     * @param settings what {@code {{name}}} stands for; null for not set
     */
    public static RouteFilesCheck of(
            Path directory, boolean overlay, Path plugins, Set<String> servers, Function<String, String> settings) {
        return of(directory, overlay, plugins, servers, settings, NamedRecoveries.NONE);
    }

    /**
     * The same, together with the error patterns that send failed calls to some of the routes.
     *
     * @param recoveries the routes that there have to be
     */
    static RouteFilesCheck of(
            Path directory,
            boolean overlay,
            Path plugins,
            Set<String> servers,
            Function<String, String> settings,
            NamedRecoveries recoveries) {
        List<Finding> jars = new ArrayList<>();
        try (Libraries libraries = new Libraries(plugins)) {
            look(libraries, plugins, jars);
            boolean shippedServe = overlay && !recoveries.routes().isEmpty();
            RouteFilesCheck routes = Files.isDirectory(directory) || shippedServe
                    ? of(directory, overlay, libraries.takeForGood(), servers, settings, recoveries)
                    : new RouteFilesCheck(List.of(), List.of());
            jars.addAll(routes.findings());
            return new RouteFilesCheck(routes.files(), jars.stream().sorted().toList());
        }
    }

    private static void look(Libraries libraries, Path plugins, List<Finding> findings) {
        try {
            libraries.look();
        } catch (InvalidLibraryException e) {
            String[] parts = e.getMessage().split(": ", 2);
            String jar = String.valueOf(plugins.resolveSibling(parts[0]));
            findings.add(new Finding(Severity.ERROR, Rule.PLUGIN, jar, 0, 0, parts[parts.length - 1], ""));
        }
    }

    private static RouteFilesCheck of(
            Path directory,
            boolean overlay,
            Library library,
            Set<String> servers,
            Function<String, String> settings,
            NamedRecoveries recoveries) {
        RouteFiles folder = new RouteFiles(directory, overlay);
        List<Finding> findings = new ArrayList<>();
        List<SourceFile> sources = new ArrayList<>();
        Set<String> shipped = new HashSet<>();
        for (boolean fixed : new boolean[] {false, true}) {
            for (String name : fixed ? RouteFiles.FIXED : RouteFiles.PER_GENERATION) {
                for (RouteFile file : read(folder, name, findings)) {
                    sources.add(new SourceFile(file.name(), file.content(), fixed));
                    if (file.shipped()) {
                        shipped.add(file.name());
                    }
                }
            }
        }
        folder.passedOver().forEach(sentence -> findings.add(passedOver(sentence)));
        if (!sources.isEmpty()) {
            Surroundings surroundings = new Surroundings(
                    GatewayBeans.find(), servers, settings, library.loader(), library.routeClasses(), recoveries);
            library.with(() -> RouteCheck.of(sources, surroundings)).stream()
                    .map(finding -> shipped.contains(finding.file()) ? ofShipped(finding) : finding)
                    .forEach(findings::add);
        }
        sources.removeIf(file -> shipped.contains(file.name()));
        return result(directory.normalize().toString(), sources, findings, recoveries.file());
    }

    /** Names are told with the folder; the file of error patterns lies elsewhere. */
    private static RouteFilesCheck result(
            String folder, List<SourceFile> sources, List<Finding> findings, String elsewhere) {
        return new RouteFilesCheck(
                sources.stream()
                        .map(file -> under(folder, file.name()))
                        .sorted()
                        .toList(),
                findings.stream()
                        .map(finding -> finding.file().equals(elsewhere) ? finding : under(folder, finding))
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

    /** The folder has no such file; one that it gets would hold instead. */
    private static Finding ofShipped(Finding finding) {
        return with(finding, finding.file(), finding.message() + " (in the file that the gateway ships)");
    }

    private static Finding under(String prefix, Finding finding) {
        return with(finding, under(prefix, finding.file()), finding.message());
    }

    private static Finding with(Finding finding, String file, String message) {
        return new Finding(
                finding.severity(),
                finding.rule(),
                file,
                finding.line(),
                finding.column(),
                message,
                finding.suggestion());
    }

    private static String under(String prefix, String name) {
        return Stream.of(prefix, name)
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + "/" + b)
                .orElse(name);
    }
}
