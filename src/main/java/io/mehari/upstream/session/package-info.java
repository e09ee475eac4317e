/**
 * The stateful era of the protocol over one connection, whatever carries it: the handshake, the encoding of calls, the
 * requests that wait for an answer, what the server says without being asked, the lists of what it offers, and the
 * check that a quiet server is alive. A transport is the {@code Wire} of a {@code Session}, and feeds it what arrives.
 */
package io.mehari.upstream.session;
