/**
 * The configured servers while the gateway runs: which connect when, what the log says of them, and trials of a
 * configuration.
 */
package io.mehari.servers;
