/** The metrics as documents: JSON for people and scripts, text for Prometheus; what parts tell of themselves for that. */
package io.mehari.monitoring.exposition;
