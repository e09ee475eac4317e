package io.mehari.ratelimit;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Counts calls in a store that several gateways share. Safe for concurrent use; never blocks. */
interface CallCounter {
    /**
     * What was counted.
     *
     * @param granted whether the call is within the limit
     * @param debtNanos how long it takes until the whole burst of the caller is there again
     */
    record Counted(boolean granted, long debtNanos) {}

    /**
     * Counts one call, if it is within the limit.
     *
     * @param caller name under which its calls are counted together
     * @param limit what holds for it
     * @return exceptionally, within 100 ms, if the store does not say
     */
    CompletionStage<Counted> count(String caller, RateLimit limit);

    /**
     * What is wrong with the store now.
     *
     * @return a few words; empty while it answers
     */
    Optional<String> problem();

    /**
     * {@return calls that the store has counted}
     */
    long counted();

    /**
     * {@return calls that the store should have counted and did not, since it failed}
     */
    long failed();

    /**
     * {@return calls for which the store was not asked, since it had failed just before}
     */
    long skipped();
}
