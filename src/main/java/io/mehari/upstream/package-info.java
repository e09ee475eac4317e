/**
 * MCP servers as the gateway sees them: what it may ask of one ({@link io.mehari.upstream.Upstream}), what it is
 * notified of ({@link io.mehari.upstream.UpstreamListener}), the settings of a server, and all of them by name. Nothing
 * here knows a transport or an era of the protocol: {@code lifecycle} keeps a server connected, {@code session} speaks
 * the stateful era over one connection, {@code stdio} and {@code http} carry it, and {@code pool} puts several
 * connections behind one upstream. Each package depends on those named before it only, {@code pool} on this one and
 * {@code lifecycle}.
 */
package io.mehari.upstream;
