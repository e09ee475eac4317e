/**
 * What is done about calls that fail: the policy {@code recovery}, which gives each to the recovery route of its category,
 * and the steps of those routes; what came of it, counted.
 */
package io.mehari.recovery;
