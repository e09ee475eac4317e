/**
 * What may leave the gateway: secrets are replaced, and trees are cut to a size, before anything is stored or
 * logged.
 */
package io.mehari.redaction;
