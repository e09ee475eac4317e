package io.mehari.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of mcpo that this version takes without doing what they ask for, and says so. */
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

    @Option(
            names = "--root-path",
            paramLabel = "PATH",
            description = "Without effect: this version has no API document whose addresses it would be part of.")
    private String rootPath;

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
        if (isPath(rootPath)) {
            warnings.add("--root-path has no effect in this version: the addresses in API documents, which do not exist"
                    + " yet, will lack it. Calls need nothing but a proxy that cuts the path off");
        }
        return warnings;
    }

    private static boolean isPath(String path) {
        return path != null && !path.isBlank() && !"/".equals(path);
    }
}
