/**
 * The REST side: the short form that mcpo's clients use, the envelope form below {@code /api}, batches, and the
 * lists of servers and tools.
 */
package io.mehari.endpoint.rest;
