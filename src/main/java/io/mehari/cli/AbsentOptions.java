package io.mehari.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of mcpo that this version accepts without effect, with a warning. */
final class AbsentOptions {
    @Option(names = "--hot-reload", description = "Without effect: restart the gateway after a change of the servers.")
    private boolean hotReload;

    /** Options that were given and have no effect. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (hotReload) {
            warnings.add(
                    "--hot-reload has no effect in this version: restart the gateway after a change of the servers;"
                            + " route files are reloaded by POST /api/v1/admin/routes/reload");
        }
        return warnings;
    }
}
