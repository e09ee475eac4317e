package io.mehari.upstream.http.client;

import io.mehari.call.ClientHeaders;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.resolver.NameResolver;
import io.netty.util.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.netty.channel.ChannelManager;

/**
 * The HTTP client of one server: its connections, certificates, proxy and headers. Nothing is ever sent twice by
 * itself, no redirect leaves the origin, and no method waits. Safe for concurrent use.
 */
public final class HttpEndpoint implements AutoCloseable {
    /** So often at most is one connection read before the others of its event loop have their turn. */
    private static final int READS_AT_A_TIME = 4;

    private final HttpSettings settings;
    private final NameResolver<InetAddress> names;
    private final Duration connect;
    private final Executor large;
    private final LoopPool pool;
    private final AsyncHttpClient client;
    private volatile RequestHead lastPost;

    /**
     * A client that has no connection yet.
     *
     * @param loops shared by all servers; not closed by {@link #close()}
     * @param timer shared by all servers; not stopped by {@link #close()}
     * @param names resolves host names without blocking; not closed by {@link #close()}
     * @param connections how many there are before one of another event loop than the caller's is used
     * @param connect longest time to open a connection
     * @param idle how long an unused connection is kept; shorter than servers usually keep theirs
     * @param large runs what would hold up an event loop; not stopped by {@link #close()}
     * @throws IllegalArgumentException if a certificate or a key cannot be read
     */
    public HttpEndpoint(
            HttpSettings settings,
            EventLoopGroup loops,
            Timer timer,
            NameResolver<InetAddress> names,
            int connections,
            Duration connect,
            Duration idle,
            Executor large) {
        this.settings = settings;
        this.large = large;
        this.names = new LoopNames(names, loops);
        this.connect = connect;
        this.pool = new LoopPool(loops, timer, connections, idle);
        this.client = new DefaultAsyncHttpClient(config(settings, loops, timer, pool, connect));
    }

    private static DefaultAsyncHttpClientConfig config(
            HttpSettings settings, EventLoopGroup loops, Timer timer, LoopPool pool, Duration connect) {
        Duration never = Duration.ofMillis(-1);
        DefaultAsyncHttpClientConfig.Builder config = new DefaultAsyncHttpClientConfig.Builder()
                .setEventLoopGroup(loops)
                .setNettyTimer(timer)
                .setThreadPoolName("mehari-http")
                .setMaxRequestRetry(0)
                .setFollowRedirect(false)
                .setCookieStore(null)
                .setKeepEncodingHeader(false)
                .setCompressionEnforced(true)
                .setEnableAutomaticDecompression(true)
                .setResponseBodyPartFactory(org.asynchttpclient.AsyncHttpClientConfig.ResponseBodyPartFactory.LAZY)
                .setConnectTimeout(connect)
                .setHandshakeTimeout((int) connect.toMillis())
                .setRequestTimeout(never)
                .setReadTimeout(never)
                .setChannelPool(pool)
                .setHttpAdditionalChannelInitializer(channel -> {
                    simplify(channel);
                    pool.opening(channel);
                })
                .setUserAgent("mehari");
        settings.tls().ifPresent(tls -> config.setSslContext(Certificates.of(tls)));
        settings.proxy().ifPresent(proxy -> config.setProxyServer(Proxies.of(proxy)));
        return config.build();
    }

    /** The address of the server. */
    public URI url() {
        return settings.url();
    }

    /** Runs what would hold up an event loop. */
    Executor large() {
        return large;
    }

    /** Names of the configured headers, for messages: values may be secrets. */
    public String headerNames() {
        return settings.headers().isEmpty()
                ? "none is configured"
                : String.join(", ", settings.headers().keySet());
    }

    /** Sends JSON. */
    public HttpExchange post(URI uri, Map<String, String> headers, byte[] body, HttpReceiver receiver) {
        return exchange("POST", uri, headers, ClientHeaders.NONE, body, receiver);
    }

    /** Sends what is delivered, with the headers of its caller. */
    public HttpExchange post(URI uri, Map<String, String> headers, Delivery delivery, HttpReceiver receiver) {
        return exchange("POST", uri, headers, delivery.headers(), delivery.bytes(), receiver);
    }

    /** Asks for an event stream. */
    public HttpExchange get(URI uri, Map<String, String> headers, HttpReceiver receiver) {
        return get(uri, headers, ClientHeaders.NONE, receiver);
    }

    /** Asks for an event stream on which an answer goes on, with the headers of its caller. */
    public HttpExchange get(URI uri, Map<String, String> headers, ClientHeaders caller, HttpReceiver receiver) {
        return exchange("GET", uri, headers, caller, null, receiver);
    }

    /** Ends what is at the address. */
    public HttpExchange delete(URI uri, Map<String, String> headers, HttpReceiver receiver) {
        return exchange("DELETE", uri, headers, ClientHeaders.NONE, null, receiver);
    }

    private HttpExchange exchange(
            String method,
            URI uri,
            Map<String, String> headers,
            ClientHeaders caller,
            byte[] body,
            HttpReceiver receiver) {
        HttpExchange exchange = new HttpExchange(
                method,
                uri,
                receiver,
                (one, target) -> send(one, request(method, target, headers, caller, body)),
                pool::distrust,
                connect);
        exchange.begin();
        return exchange;
    }

    private RequestBuilder request(
            String method, URI uri, Map<String, String> headers, ClientHeaders caller, byte[] body) {
        RequestHead head = body == null || !caller.isEmpty()
                ? RequestHead.of(uri, settings.headers(), caller, headers, body != null)
                : post(uri, headers);
        RequestBuilder request = new RequestBuilder(method, true)
                .setUri(head.target())
                .setHeaders(head.lines())
                .setNameResolver(names);
        return body == null ? request : request.setBody(body);
    }

    private RequestHead post(URI uri, Map<String, String> headers) {
        RequestHead last = lastPost;
        if (last == null || !last.isMadeOf(uri, headers)) {
            last = RequestHead.of(uri, settings.headers(), headers, true);
            lastPost = last;
        }
        return last;
    }

    /** The body is always there as a whole, so nothing has to be written piece by piece; interim responses are skipped. */
    private static void simplify(Channel channel) {
        channel.pipeline().remove(ChunkedWriteHandler.class);
        if (channel.config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator allocator) {
            allocator.maxMessagesPerRead(READS_AT_A_TIME);
        }
        channel.pipeline().addBefore(ChannelManager.AHC_HTTP_HANDLER, "interim", new InterimResponses());
    }

    private void send(HttpExchange exchange, RequestBuilder request) {
        try {
            exchange.running(client.executeRequest(request.build(), exchange.new Handler()));
        } catch (RuntimeException e) { // of the HTTP client: whatever it refuses was not sent
            exchange.fail(e);
        }
    }

    /** Closes all connections. */
    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The HTTP client of " + settings.url().getHost() + " could not close", e);
        }
    }
}
