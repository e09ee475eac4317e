package io.mehari.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of mcpo that this version accepts without effect, with a warning. */
final class AbsentOptions {
    @Option(
            names = {"-d", "--description"},
            paramLabel = "TEXT",
            description = "Without effect: this version has no API document.")
    private String description;

    @Option(
            names = {"-v", "--version"},
            paramLabel = "API-VERSION",
            description = "Without effect, as --description. For the version of Mehari: mehari version")
    private String version;

    @Option(names = "--hot-reload", description = "Without effect: restart the gateway after a change of the servers.")
    private boolean hotReload;

    @Option(
            names = "--root-path",
            paramLabel = "PATH",
            description = "Without effect: this version has no API document whose addresses it would be part of.")
    private String rootPath;

    /** Options that were given and have no effect. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (hotReload) {
            warnings.add(
                    "--hot-reload has no effect in this version: restart the gateway after a change of the servers;"
                            + " route files are reloaded by POST /api/v1/admin/routes/reload");
        }
        if (description != null || version != null) {
            warnings.add("--description and --version have no effect in this version: there is no API document yet");
        }
        if (isPath(rootPath)) {
            warnings.add("--root-path has no effect in this version: the addresses in API documents, which do not exist"
                    + " yet, will lack it. Calls only need a proxy that strips the path");
        }
        return warnings;
    }

    private static boolean isPath(String path) {
        return path != null && !path.isBlank() && !"/".equals(path);
    }
}
