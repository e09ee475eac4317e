package io.mehari.monitoring.diagnostics;

import java.util.List;

/** Looks for issues of one kind in what is known. Beans of this type are asked for {@code GET /diagnostics}. */
@FunctionalInterface
public interface IssueSource {
    /**
     * What is wrong now.
     *
     * @return at most a few hundred; found without waiting, without input and output, on an event loop
     */
    List<Issue> issues();
}
