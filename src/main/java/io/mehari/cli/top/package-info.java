/** {@code mehari top}: what a gateway does, live in a terminal, over the WebSocket that the dashboard uses. */
package io.mehari.cli.top;
