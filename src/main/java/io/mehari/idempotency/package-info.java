/**
 * Calls that run at most once: those with an idempotency key. Who sends the same call under the same key again joins the
 * one that runs, or gets the answer that is kept.
 */
package io.mehari.idempotency;
