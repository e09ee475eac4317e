package io.mehari.history.change;

import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.history.Effective;
import io.mehari.routes.InvalidRoutesException;
import io.mehari.routes.RouteFiles;
import java.util.Optional;

/**
 * The route files that run, beside those on disk.
 *
 * @param routes reads those on disk
 * @param running has the generation that runs
 */
record RunningFiles(RouteFiles routes, RunningGeneration running) {
    /** Digests of both; reads files. */
    Effective effective() {
        Optional<Generation> generation = running.current();
        return new Effective(
                generation.map(Generation::number).orElse(0),
                wanted(),
                generation.map(Generation::fingerprint).orElse(""));
    }

    private String wanted() {
        try {
            return RouteFiles.fingerprint(routes.read(RouteFiles.PER_GENERATION));
        } catch (InvalidRoutesException e) {
            return "";
        }
    }
}
