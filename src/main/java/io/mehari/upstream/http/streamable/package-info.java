/**
 * Streamable HTTP (2025-03-26 and later): every request is an exchange of its own, which is answered by JSON or by an
 * event stream that may be taken up again where it broke off. A stream of its own carries what the server says without
 * being asked. The connection is over when the server does not know the session any more, or cannot be reached.
 */
package io.mehari.upstream.http.streamable;
