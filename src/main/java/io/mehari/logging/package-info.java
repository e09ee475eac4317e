/**
 * What every line of the log passes, whoever writes it: no character forges a line or steers a terminal, secrets are
 * replaced, texts and stack traces are bounded, and an error of the JVM that leaves the gateway deaf ends it.
 */
package io.mehari.logging;
