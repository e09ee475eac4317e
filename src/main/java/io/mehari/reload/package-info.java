/** Changed files take effect while the gateway runs: what is watched, when it is looked at, what is done then. */
package io.mehari.reload;
