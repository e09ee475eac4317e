/**
 * Kept versions of the files that run: what changed, when, by whom, and whether it was taken. Content is kept once, by its
 * SHA-256; whatever is written takes its place in one atomic step.
 */
package io.mehari.history;
