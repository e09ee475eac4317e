package io.mehari.endpoint.rest;

import io.mehari.call.Caller;
import io.mehari.call.ClientHeaders;
import io.mehari.endpoint.http.Request;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.Upstreams;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the headers of a request that go on to the server of a call. Safe for concurrent use. */
final class ForwardedHeaders {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedHeaders.class);
    private static final String AUTHORIZATION = "authorization";

    private final Upstreams upstreams;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * Finds them for these servers.
     *
     * @param upstreams know what their entries allow
     */
    ForwardedHeaders(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /**
     * The headers that go on with one call.
     *
     * @param server name of the server, which need not exist
     * @param request makes the call
     * @param caller who makes it; the key of the gateway by which one is known never goes on
     * @return {@link ClientHeaders#NONE} unless the entry of the server asks for some of those that are there
     */
    ClientHeaders of(String server, Request request, Caller caller) {
        Optional<Upstream> upstream = upstreams.find(server);
        HttpSettings http =
                upstream.isEmpty() ? null : upstream.get().settings().http();
        if (http == null || !http.forwarding().isOn()) {
            return ClientHeaders.NONE;
        }
        ClientHeaders selected =
                http.forwarding().select(request.headers(), http.headers().keySet());
        return caller.equals(Caller.LOCAL) ? selected : withoutKey(server, selected);
    }

    /** Where the gateway has keys, this header is what a caller has shown one by. */
    private ClientHeaders withoutKey(String server, ClientHeaders selected) {
        if (!selected.values().containsKey(AUTHORIZATION)) {
            return selected;
        }
        if (told.compareAndSet(false, true)) {
            LOG.warn(
                    "Server {} asks for the header Authorization of callers, which is not forwarded: the gateway has API keys, and"
                            + " that header holds them. Let callers send what the server needs by another header",
                    server);
        }
        Map<String, String> others = new TreeMap<>(selected.values());
        others.remove(AUTHORIZATION);
        return ClientHeaders.of(others);
    }
}
