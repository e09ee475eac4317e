package io.mehari.history.change;

import io.mehari.configuration.LaunchOptions;
import io.mehari.history.FileFolder;
import io.mehari.history.FileSet;
import io.mehari.history.Places;
import io.mehari.launch.ConfigurationCheck;
import io.mehari.routes.check.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Finds out whether a set of files could be used, without using it: lays it out in a folder of its own, and looks at it as
 * {@code mehari check} does. One set at a time.
 */
final class CandidateCheck {
    private final ConfigurableEnvironment settings;
    private final LaunchOptions options;
    private final Places places;
    private final Path history;

    /**
     * A check for a gateway.
     *
     * @param settings of the gateway
     * @param options of its command line
     * @param places where its files are
     * @param history folder of the kept versions
     */
    CandidateCheck(ConfigurableEnvironment settings, LaunchOptions options, Places places, Path history) {
        this.settings = settings;
        this.options = options;
        this.places = places;
        this.history = history;
    }

    /**
     * Looks at a whole set.
     *
     * @throws IOException if it cannot be laid out
     */
    synchronized Verdict of(FileSet set) throws IOException {
        return look(set, true);
    }

    /** Looks at the configuration alone, which is quicker: the routes have shown themselves whether they can be run. */
    synchronized Verdict ofConfiguration(FileSet set) throws IOException {
        return look(set, false);
    }

    private Verdict look(FileSet set, boolean routes) throws IOException {
        Path folder = FileFolder.fill(history, "check", set);
        try {
            ConfigurationCheck check =
                    ConfigurationCheck.ofFolder(settings, options, folder, folder.resolve(places.serversName()));
            List<FileProblem> errors = problems(check.errors(), set.files().keySet(), folder);
            List<FileProblem> warnings = new ArrayList<>();
            if (routes) {
                check.routes()
                        .findings()
                        .forEach(finding -> (finding.isError() ? errors : warnings).add(problem(finding, folder)));
            }
            boolean fatal =
                    check.isFatal() || routes && errors.size() > check.errors().size();
            return new Verdict(fatal, List.copyOf(errors), List.copyOf(warnings));
        } finally {
            FileFolder.empty(folder);
        }
    }

    private static List<FileProblem> problems(List<String> sentences, Set<String> names, Path folder) {
        return sentences.stream()
                .map(sentence -> withoutFolder(sentence, folder))
                .map(sentence -> new FileProblem(
                        names.stream().filter(sentence::contains).findFirst().orElse(""), sentence))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static FileProblem problem(Finding finding, Path folder) {
        String place = withoutFolder(finding.place(), folder);
        return new FileProblem(withoutFolder(finding.file(), folder), place + ": " + finding.text());
    }

    private static String withoutFolder(String text, Path folder) {
        return text.replace(folder + "/", "").replace(folder.toString(), "");
    }
}
