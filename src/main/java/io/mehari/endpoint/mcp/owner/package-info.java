/**
 * Several instances of the gateway behind one address: which of them has the session or the waiting call that a request is about, and how
 * the request gets there.
 */
package io.mehari.endpoint.mcp.owner;
