package io.mehari.endpoint.http;

import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.http.NettyHttpConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each request to the ingress route whose path it is at or below; to the one with the longest path where there
 * are several. Safe for concurrent use: requests read an immutable list.
 */
@Sharable
final class IngressRouter extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(IngressRouter.class);
    private static final Rejection NOTHING_THERE =
            Rejection.of(RejectionReason.PATH_NOT_FOUND, "No ingress route serves this path");

    private final ResponseWriter writer;
    private volatile List<Ingress> routes = List.of();

    /** Routes that have stopped: while the gateway stops, clients that are connected still ask for them. */
    private volatile List<Ingress> stopped = List.of();

    /** Routes of another Camel context than those that serve, until {@link #handOver}. */
    private List<Ingress> waiting = List.of();

    /**
     * A router without routes.
     *
     * @param writer writes the rejection of requests that no route serves
     */
    IngressRouter(ResponseWriter writer) {
        this.writer = writer;
    }

    /**
     * An ingress route that is running.
     *
     * @param path begins with a slash and does not end with one; empty for all paths
     * @param consumer start of the route
     * @param handler takes its requests
     */
    private record Ingress(String path, NettyHttpConsumer consumer, IngressHandler handler) {
        CamelContext context() {
            return consumer.getEndpoint().getCamelContext();
        }

        boolean serves(String target) {
            if (!target.startsWith(path)) {
                return false;
            }
            return target.length() == path.length()
                    || path.isEmpty()
                    || "/?#".indexOf(target.charAt(path.length())) >= 0;
        }
    }

    /**
     * Adds an ingress route. One of another Camel context than those that serve waits for {@link #handOver}.
     *
     * @param consumer start of the route; its configuration holds the path
     * @param handler takes its requests
     * @throws IllegalStateException if a route of its context with the same path is there
     */
    synchronized void add(NettyHttpConsumer consumer, IngressHandler handler) {
        Ingress added = new Ingress(pathOf(consumer), consumer, handler);
        if (!routes.isEmpty() && routes.get(0).context() != added.context()) {
            waiting = with(added, waiting);
            return;
        }
        routes = with(added, routes);
        stopped = stopped.stream()
                .filter(ingress -> !ingress.path().equals(added.path()))
                .toList();
    }

    /** The longest path first. */
    private static List<Ingress> with(Ingress added, List<Ingress> others) {
        String path = added.path();
        for (Ingress other : others) {
            if (other.path().equals(path) && other.context() == added.context()) {
                throw new IllegalStateException("Ingress route "
                        + other.consumer().getRouteId() + " serves " + (path.isEmpty() ? "/" : path)
                        + " already; give " + added.consumer().getRouteId() + " another path");
            }
        }
        return Stream.concat(others.stream(), Stream.of(added))
                .sorted(Comparator.comparingInt(
                                (Ingress ingress) -> ingress.path().length())
                        .reversed())
                .toList();
    }

    /**
     * Lets the routes of another Camel context serve in place of those that do, all paths in one step. What a route has
     * begun ends there. Does nothing if none of that context waits.
     *
     * @param next context of the routes that serve from now on
     */
    synchronized void handOver(CamelContext next) {
        List<Ingress> taken =
                waiting.stream().filter(ingress -> ingress.context() == next).toList();
        if (taken.isEmpty()) {
            return;
        }
        waiting = waiting.stream().filter(ingress -> ingress.context() != next).toList();
        routes = taken;
        stopped = List.of();
    }

    /**
     * Removes an ingress route.
     *
     * @param consumer start of the route
     * @return false if it did not serve
     */
    synchronized boolean remove(NettyHttpConsumer consumer) {
        waiting = waiting.stream()
                .filter(ingress -> ingress.consumer() != consumer)
                .toList();
        Optional<Ingress> removed = routes.stream()
                .filter(ingress -> ingress.consumer() == consumer)
                .findAny();
        removed.ifPresent(ingress -> {
            stopped = Stream.concat(stopped.stream(), Stream.of(ingress)).toList();
            routes = routes.stream().filter(other -> other != ingress).toList();
        });
        return removed.isPresent();
    }

    /**
     * The number of routes that serve.
     *
     * @return from 0
     */
    int size() {
        return routes.size();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        Request request = (Request) message;
        IngressHandler handler = handlerOf(request.target());
        if (handler == null) {
            boolean stops = find(stopped, request.target()) != null;
            ctx.writeAndFlush(writer.write(
                    new RejectedRequest(request.target(), stops ? IngressHandler.STOPPING : NOTHING_THERE)));
            return;
        }
        handler.channelRead(ctx, message);
    }

    /** Responds to a request whose exchange could not be made; the connection ends with it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        String id = RequestIds.next();
        LOG.error("Request {}: it could not be handed to its route", id, cause);
        FullHttpResponse response = writer.writeInternal(id);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response);
    }

    /**
     * The handler of a request.
     *
     * @param target raw target of the request
     * @return the one with the longest path that the target is at or below; null if there is none
     */
    IngressHandler handlerOf(String target) {
        Ingress found = find(routes, target);
        return found == null ? null : found.handler();
    }

    /**
     * The path of the route that a request goes to.
     *
     * @param target raw target of the request
     * @return empty for the route that serves all paths; null if none serves it
     */
    String pathOf(String target) {
        Ingress found = find(routes, target);
        return found == null ? null : found.path();
    }

    private static Ingress find(List<Ingress> routes, String target) {
        for (Ingress ingress : routes) {
            if (ingress.serves(target)) {
                return ingress;
            }
        }
        return null;
    }

    private static String pathOf(NettyHttpConsumer consumer) {
        String path = consumer.getConfiguration().getPath();
        if (path == null || path.isEmpty() || path.equals("/")) {
            return "";
        }
        String begun = path.startsWith("/") ? path : "/" + path;
        return begun.endsWith("/") ? begun.substring(0, begun.length() - 1) : begun;
    }
}
