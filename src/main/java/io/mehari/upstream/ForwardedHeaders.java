package io.mehari.upstream;

import io.mehari.call.CallContext;
import io.mehari.call.CallOrigin;
import io.mehari.call.Caller;
import io.mehari.call.ClientHeaders;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the headers of a request that go on to the server of a call. Safe for concurrent use. */
public final class ForwardedHeaders {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedHeaders.class);
    private static final String AUTHORIZATION = "authorization";

    private final Upstreams upstreams;
    private final boolean traced;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * Finds them for these servers.
     *
     * @param upstreams know what their entries allow
     */
    public ForwardedHeaders(Upstreams upstreams) {
        this(upstreams, false);
    }

    /**
     * Finds them for these servers.
     *
     * @param upstreams know what their entries allow
     * @param traced whether calls keep where they come from, since traces of them are made
     */
    public ForwardedHeaders(Upstreams upstreams, boolean traced) {
        this.upstreams = upstreams;
        this.traced = traced;
    }

    /**
     * The context of a call with what the request has for it.
     *
     * @param context of the request, or of one of its calls
     * @param server name of the server, which need not exist
     * @param headers those of the request, by name as they were sent
     * @return with the headers that go on, and, while traces are on, with its origin
     */
    public CallContext onto(CallContext context, String server, Iterable<Map.Entry<String, String>> headers) {
        CallContext forwarding = context.with(of(server, headers, context.caller()));
        return traced ? forwarding.from(CallOrigin.of(headers)) : forwarding;
    }

    /**
     * The headers that go on with one call.
     *
     * @param server name of the server, which need not exist
     * @param headers those of the request that makes the call, by name as they were sent
     * @param caller who makes it; the key of the gateway by which one is known never goes on
     * @return {@link ClientHeaders#NONE} unless the entry of the server asks for some of those that are there
     */
    public ClientHeaders of(String server, Iterable<Map.Entry<String, String>> headers, Caller caller) {
        Optional<Upstream> upstream = upstreams.find(server);
        HttpSettings http =
                upstream.isEmpty() ? null : upstream.get().settings().http();
        if (http == null || !http.forwarding().isOn()) {
            return ClientHeaders.NONE;
        }
        ClientHeaders selected =
                http.forwarding().select(headers, http.headers().keySet());
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
