package io.mehari.history.change;

import io.mehari.event.AlertSeverity;
import io.mehari.event.ChangeRefused;
import io.mehari.event.GatewayEvents;
import io.mehari.history.Author;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.monitoring.diagnostics.IssueSource;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of changes by request that are refused as of files that are: in the log, as an event, and in the diagnosis until one
 * is made. Files and what runs are as before, so the diagnosis calls it information. Safe for concurrent use.
 */
final class RefusedRequests implements IssueSource {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);

    /** Files and problems that are told; the history has all of them. */
    private static final int MOST = 20;

    private final GatewayEvents events;
    private final Clock clock;
    private volatile ChangeRefused last;

    /**
     * Nothing has been refused yet.
     *
     * @param events where it is published
     * @param clock of events
     */
    RefusedRequests(GatewayEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** A change is refused. */
    void refused(Author author, Collection<String> files, List<FileProblem> problems) {
        String reason = problems.stream().limit(MOST).map(FileProblem::toString).collect(Collectors.joining("; "))
                + (problems.size() > MOST ? "; " + (problems.size() - MOST) + " more" : "");
        ChangeRefused refused = new ChangeRefused(
                author.kind(), author.name(), files.stream().limit(MOST).toList(), reason, clock.instant());
        last = refused;
        LOG.warn("A change by request was rejected, nothing has changed: {}", reason);
        events.publish(refused);
    }

    /** A change is made. */
    void taken() {
        last = null;
    }

    @Override
    public List<Issue> issues() {
        ChangeRefused refused = last;
        return refused == null
                ? List.of()
                : List.of(new Issue(
                        "change_refused",
                        AlertSeverity.INFO,
                        String.join(", ", refused.files()),
                        "A change by request was refused at " + refused.at() + ": " + refused.reason(),
                        "Mend it and ask again; what runs is as it was before"));
    }
}
