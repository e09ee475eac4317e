package io.mehari.protection;

import io.netty.util.Timer;
import java.util.function.DoubleSupplier;

/**
 * What all calls under {@link RetryProcessor} have in common.
 *
 * @param resend which failures may be tried again
 * @param random spreads pauses; uniform in [0, 1)
 * @param timer ends pauses
 * @param waitList where calls wait for their server
 */
record RetryRules(ResendRule resend, DoubleSupplier random, Timer timer, RetryWaitList waitList) {}
