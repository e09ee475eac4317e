package io.mehari.cli.authoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What somebody does with a file that has just been written. Stateless. */
final class NextSteps {
    private static final String PLACE = "/api/v1/tools/camel/";

    private NextSteps() {}

    /**
     * The lines that are printed.
     *
     * @param draft what was written
     * @param routes the folder of route files
     * @param ordered whether the order of the stages was written as well, with the new one in it
     */
    static List<String> of(RouteDraft draft, Path routes, boolean ordered) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Wrote " + routes.resolve(draft.file()) + ", which can be run as it is. Next:");
        switch (draft.kind()) {
            case TOOL -> {
                lines.add("  - write what it does into it, and what a model should know of it");
                lines.add("  - call it: curl http://127.0.0.1:8000/camel/" + draft.tool()
                        + " -H 'Content-Type: application/json' -d '{\"text\": \"hello\"}'");
                lines.add("  - see what callers see: curl http://127.0.0.1:8000" + PLACE + draft.tool());
            }
            case STAGE -> {
                lines.add("  - write what it does into it");
                if (ordered) {
                    lines.add("  - calls pass it before the cache: " + routes.resolve(RouteDraft.ORDER)
                            + ", which was written as well, has the order of the stages");
                } else {
                    lines.add("  - no call passes it yet: add this step to " + routes.resolve(RouteDraft.ORDER)
                            + ", where it belongs");
                    draft.step().lines().forEach(lines::add);
                }
            }
            default -> {
                lines.add("  - write what it does into it");
                lines.add("  - failures of the category " + draft.category()
                        + " come to it; others do by \"recover: recover-" + draft.name()
                        + "\" in an entry of config/error-patterns.yaml");
            }
        }
        lines.add("  - mehari check");
        lines.add("A gateway that runs takes the file over within two seconds.");
        return lines;
    }
}
