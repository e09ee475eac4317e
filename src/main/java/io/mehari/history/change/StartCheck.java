package io.mehari.history.change;

import io.mehari.history.FileSet;
import io.mehari.history.KeptVersion;
import io.mehari.history.Places;
import io.mehari.routes.RouteFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what only a start would find in files that run: in configuration that is read there, and in routes that exist once,
 * which are looked at if they are others than those of the version before.
 *
 * @param check looks at files
 */
record StartCheck(CandidateCheck check) {
    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    /** A sentence for each problem that would end a start. */
    List<String> problems(FileSet set, Optional<KeptVersion> before) {
        try {
            boolean same = before.map(version -> isSame(version, set)).orElse(true);
            Verdict verdict = same ? check.ofConfiguration(set) : check.of(set);
            return verdict.fatal()
                    ? verdict.errors().stream().map(FileProblem::toString).toList()
                    : List.of();
        } catch (IOException e) {
            LOG.warn("The configuration on disk is not checked: {}", e.getMessage());
            return List.of();
        }
    }

    private static boolean isSame(KeptVersion before, FileSet set) {
        return before.changesSince(set.digests()).keySet().stream().noneMatch(StartCheck::isOnce);
    }

    /** Routes that exist once are not in a generation, which would show whether they can be run. */
    private static boolean isOnce(String name) {
        return RouteFiles.FIXED.stream().anyMatch(folder -> name.startsWith(Places.ROUTES + "/" + folder + "/"));
    }
}
