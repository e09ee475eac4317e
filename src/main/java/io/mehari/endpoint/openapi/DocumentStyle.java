package io.mehari.endpoint.openapi;

/**
 * What holds for all documents of one gateway.
 *
 * @param exact whether documents are as mcpo's, its losses included
 * @param keys whether calls need a key
 * @param strict whether documents need one, too, which Basic may bring
 */
public record DocumentStyle(boolean exact, boolean keys, boolean strict) {
    /**
     * Documents that are open.
     *
     * @param exact whether they are as mcpo's, its losses included
     * @param keys whether calls need a key
     */
    public DocumentStyle(boolean exact, boolean keys) {
        this(exact, keys, false);
    }
}
