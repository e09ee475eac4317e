package io.mehari.upstream.http.client;

import io.netty.channel.EventLoopGroup;
import io.netty.resolver.NameResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.util.List;

/**
 * Host names looked up by one resolver and handed out on the event loop that asked, which is where the connection is
 * opened then; the resolver itself would hand all of them out on its own. Safe for concurrent use.
 *
 * @param names does not wait; closed by whoever made it
 * @param loops whose {@code next()} is the calling loop, if it is one of them
 */
record LoopNames(NameResolver<InetAddress> names, EventLoopGroup loops) implements NameResolver<InetAddress> {
    @Override
    public Future<InetAddress> resolve(String host) {
        return resolve(host, loops.next().newPromise());
    }

    @Override
    public Future<InetAddress> resolve(String host, Promise<InetAddress> promise) {
        return names.resolve(host, promise);
    }

    @Override
    public Future<List<InetAddress>> resolveAll(String host) {
        return resolveAll(host, loops.next().newPromise());
    }

    @Override
    public Future<List<InetAddress>> resolveAll(String host, Promise<List<InetAddress>> promise) {
        return names.resolveAll(host, promise);
    }

    @Override
    public void close() {
        // The resolver belongs to all servers.
    }
}
