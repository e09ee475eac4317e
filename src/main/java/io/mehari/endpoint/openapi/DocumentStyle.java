package io.mehari.endpoint.openapi;

/**
 * What holds for all documents of one gateway.
 *
 * @param exact whether documents are as mcpo's, its losses included
 * @param keys whether calls need a key
 */
public record DocumentStyle(boolean exact, boolean keys) {}
