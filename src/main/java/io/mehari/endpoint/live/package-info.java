/**
 * The live plane: a port of its own with WebSockets, server-sent events and the dashboard, served by Jetty. Nothing of it is
 * loaded before the gateway serves calls, nor while it is off.
 */
package io.mehari.endpoint.live;
