package io.mehari.cli.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mehari new}: a route file to start from, which can be run as it is. */
@Command(
        name = "new",
        description =
                "Writes a route file to start from, which can be run as it is: a tool, a stage that every call passes,"
                        + " or a recovery of failed calls. Overwrites nothing.",
        footer = {
            "",
            "Examples:",
            "  mehari new tool stock-of            routes/tools/stock-of.camel.yaml, the tool stock_of",
            "  mehari new stage audit              routes/pipeline/tool-call-audit.camel.yaml",
            "  mehari new recovery archive         routes/recovery/recover-archive.camel.yaml"
        })
public final class NewCommand implements Callable<Integer> {
    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
    private static final int LONGEST = 60;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Parameters(index = "0", paramLabel = "KIND", description = "What to write: ${COMPLETION-CANDIDATES}.")
    private RouteKind kind;

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name: lower case, words joined by hyphens.")
    private String name;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".",
            description =
                    "Folder in which the gateway is started, with routes/ in it (default: the working directory).")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        RouteDraft draft = new RouteDraft(kind, checked(kind.bare(name)));
        Path routes = directory.resolve("routes").normalize();
        Optional<String> problem = problem(draft, routes);
        if (problem.isPresent()) {
            spec.commandLine().getErr().println("mehari new: " + problem.get() + ". Nothing was written.");
            return 1;
        }
        boolean ordered = kind == RouteKind.STAGE && !Files.exists(routes.resolve(RouteDraft.ORDER));
        RouteDraft.write(routes.resolve(draft.file()), draft.text());
        if (ordered) {
            RouteDraft.write(routes.resolve(RouteDraft.ORDER), draft.order());
        }
        NextSteps.of(draft, routes, ordered).forEach(spec.commandLine().getOut()::println);
        return 0;
    }

    private String checked(String wanted) {
        if (wanted.length() <= LONGEST && wanted.matches(NAME)) {
            return wanted;
        }
        String suggestion = wanted.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+|-$", "");
        boolean good = suggestion.length() <= LONGEST && suggestion.matches(NAME);
        throw new ParameterException(
                spec.commandLine(),
                "a name is " + LONGEST + " characters at most, lower case, words joined by hyphens, not " + wanted
                        + (good ? "; did you mean " + suggestion + "?" : ""));
    }

    private static Optional<String> problem(RouteDraft draft, Path routes) {
        Path file = routes.resolve(draft.file());
        if (Files.exists(file)) {
            return Optional.of(file + " is there already; choose another name");
        }
        return draft.isShipped()
                ? Optional.of("the gateway itself has a file " + draft.file() + "; choose another name")
                : Optional.empty();
    }
}
