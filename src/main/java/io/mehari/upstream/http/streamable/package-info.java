/**
 * Connections over streamable HTTP (2025-03-26 and later): each request is an exchange of its own, and one more
 * stream listens for what the server sends without being asked.
 */
package io.mehari.upstream.http.streamable;
