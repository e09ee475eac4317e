package io.mehari.endpoint.admin;

import io.mehari.deadletter.DeadLettersBusyException;
import io.mehari.deadletter.ReplayRefusal;
import io.mehari.deadletter.ReplayRefusedException;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.replay.ReplayNotRecordedException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered where dead letters cannot be read, changed or replayed. Stateless. */
final class DeadLetterFailures {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterFailures.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private DeadLetterFailures() {}

    /**
     * The same answer, where a failure that is no defect of the gateway becomes a rejection.
     *
     * @param <T> type of the answer
     * @param answer when it is there
     * @return ends with a {@link RequestRejectedException} for what its caller can act on
     */
    static <T> CompletableFuture<T> explained(CompletableFuture<T> answer) {
        return answer.exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
    }

    /** A database that does not respond is not a defect of the gateway: the caller may try again. */
    static Throwable explained(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ReplayRefusedException refused) {
                return refused(refused.refusal());
            }
            if (cause instanceof ReplayNotRecordedException) {
                LOG.warn("{}", cause.getMessage(), cause.getCause());
                return RequestRejectedException.of(RejectionReason.DEAD_LETTERS_UNAVAILABLE, cause.getMessage());
            }
            if (cause instanceof DeadLettersBusyException) {
                return unavailable(cause.getMessage());
            }
            if (cause instanceof SQLException database) {
                LOG.warn("The dead letters cannot be used", database);
                return unavailable("The database of the dead letters does not respond (SQL state "
                        + database.getSQLState() + "); the gateway's log has the cause. Calls are served all the same");
            }
        }
        return failure;
    }

    private static RequestRejectedException refused(ReplayRefusal refusal) {
        RejectionReason reason = switch (refusal.reason()) {
            case NOT_FOUND -> RejectionReason.DEAD_LETTER_NOT_FOUND;
            case NOT_WAITING -> RejectionReason.DEAD_LETTER_NOT_WAITING;
            case MAY_HAVE_RUN -> RejectionReason.DEAD_LETTER_MAY_HAVE_RUN;
            case INCOMPLETE, TOOL_GONE -> RejectionReason.DEAD_LETTER_NOT_REPLAYABLE;
        };
        return RequestRejectedException.of(reason, refusal.message());
    }

    private static RequestRejectedException unavailable(String message) {
        return new RequestRejectedException(new Rejection(
                RejectionReason.DEAD_LETTERS_UNAVAILABLE, message, Map.of("retry-after", RETRY_AFTER_SECONDS)));
    }
}
