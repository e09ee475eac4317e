/**
 * Commands of the live plane: messages {@code {id, method, params}} over a WebSocket, who may call what, and the steps of the
 * routes that are commands.
 */
package io.mehari.endpoint.command;
