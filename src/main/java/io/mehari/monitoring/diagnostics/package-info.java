/** What is wrong, why, and what to do about it: {@code GET /diagnostics}. */
package io.mehari.monitoring.diagnostics;
