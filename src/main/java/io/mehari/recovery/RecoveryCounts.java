package io.mehari.recovery;

import io.mehari.failure.RecoveryRecord.Result;
import java.time.Duration;

/**
 * What recovery came to in one window, for one category or for all.
 *
 * @param errors calls that failed, recovered or not
 * @param recovered of these, those that were recovered
 * @param failed those that could have been recovered and were not, recovery routes that broke included
 * @param notAllowed those that may have run and must not run twice: counted apart
 * @param notRecoverable those of a kind that does not pass by itself: counted apart
 * @param none those for which nothing was tried
 * @param attempts how often calls were sent again
 * @param timeToRecover of those that were recovered, all together
 */
public record RecoveryCounts(
        long errors,
        long recovered,
        long failed,
        long notAllowed,
        long notRecoverable,
        long none,
        long attempts,
        Duration timeToRecover) {
    /** Nothing has happened. */
    static final RecoveryCounts ZERO = new RecoveryCounts(0, 0, 0, 0, 0, 0, 0, Duration.ZERO);

    /** {@return the share of calls that were recovered among those that could be, 0 to 1; 1 where there were none} */
    public double successRate() {
        long counted = recovered + failed;
        return counted == 0 ? 1 : (double) recovered / counted;
    }

    /** {@return how long a recovered call took, from its failure to its answer; zero where none was} */
    public Duration meanTimeToRecover() {
        return recovered == 0 ? Duration.ZERO : timeToRecover.dividedBy(recovered);
    }

    RecoveryCounts plus(RecoveryCounts other) {
        return new RecoveryCounts(
                errors + other.errors,
                recovered + other.recovered,
                failed + other.failed,
                notAllowed + other.notAllowed,
                notRecoverable + other.notRecoverable,
                none + other.none,
                attempts + other.attempts,
                timeToRecover.plus(other.timeToRecover));
    }

    static RecoveryCounts of(Result result, int attempts, Duration took) {
        boolean recovered = result == Result.RECOVERED;
        return new RecoveryCounts(
                1,
                recovered ? 1 : 0,
                result.counts() && !recovered ? 1 : 0,
                result == Result.NOT_ALLOWED ? 1 : 0,
                result == Result.NOT_RECOVERABLE ? 1 : 0,
                result == Result.NONE ? 1 : 0,
                attempts,
                recovered ? took : Duration.ZERO);
    }
}
