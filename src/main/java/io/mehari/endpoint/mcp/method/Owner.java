package io.mehari.endpoint.mcp.method;

import io.mehari.endpoint.mcp.offer.Entry;

/**
 * Whose a resource or a prompt is.
 *
 * @param server name of the server
 * @param route whether a route is behind it
 * @param name of the prompt at the server; URI of the resource
 */
record Owner(String server, boolean route, String name) {
    static Owner of(Entry entry) {
        return new Owner(entry.server(), entry.route(), entry.name());
    }
}
