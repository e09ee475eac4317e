/** Files in {@code config/} that take effect while the gateway runs: what is read again, which parts take it, who is told. */
package io.mehari.reload.live;
