/**
 * {@code websocket-jetty:}, by which routes take and send messages of WebSockets, and {@code websocket-command:}, by which a
 * route is a command of the live plane. Who is connected is kept in one place, whatever routes come and go.
 */
package io.mehari.component.websocket;
