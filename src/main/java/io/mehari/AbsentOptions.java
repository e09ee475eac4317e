package io.mehari;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of mcpo that this version does not have: each is refused, or said to have no effect. */
final class AbsentOptions {
    @Option(
            names = {"-d", "--description"},
            paramLabel = "TEXT",
            description = "Without effect: this version has no API document.")
    private String description;

    @Option(
            names = {"-v", "--version"},
            paramLabel = "API-VERSION",
            description = "The same. For the version of Mehari: mehari version")
    private String version;

    @Option(names = "--hot-reload", description = "Without effect: start again after a change of the servers.")
    private boolean hotReload;

    @Option(names = "--root-path", paramLabel = "PATH", description = "Refused, unless it is /.")
    private String rootPath;

    /**
     * Refuses options without which the gateway would be elsewhere than somebody expects.
     *
     * @throws ParameterException naming the first of them and what to do instead
     */
    void refuse(CommandSpec spec) {
        if (isPath(rootPath)) {
            throw problem(
                    spec,
                    "--root-path is not supported by this version: let the proxy in front of the gateway cut the path"
                            + " off");
        }
    }

    /** What was asked for and will not happen. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (hotReload) {
            warnings.add("--hot-reload has no effect in this version: start again after a change of the servers;"
                    + " routes are taken by POST /api/v1/admin/routes/reload");
        }
        if (description != null || version != null) {
            warnings.add("--description and --version have no effect in this version: there is no API document yet");
        }
        return warnings;
    }

    private static boolean isPath(String path) {
        return path != null && !path.isBlank() && !"/".equals(path);
    }

    private static ParameterException problem(CommandSpec spec, String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
