/**
 * The HTTP server of the data plane, whatever is spoken on it: connections, TLS, requests and responses, whole or
 * streamed. Each ingress route serves the paths below its own.
 */
package io.mehari.endpoint.http;
