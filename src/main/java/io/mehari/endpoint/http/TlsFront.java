package io.mehari.endpoint.http;

import io.mehari.text.StartFailureException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Optional;

/**
 * The TLS handler that comes first in a connection of the data plane. The certificate is read once. Safe for concurrent
 * use.
 */
final class TlsFront {
    /** Longest handshake; {@link DataSettings#requestTimeout} where that is shorter. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final SslContext context;
    private final long handshakeMillis;

    private TlsFront(SslContext context, Duration handshake) {
        this.context = context;
        this.handshakeMillis = Math.max(1, handshake.toMillis());
    }

    /**
     * TLS as configured.
     *
     * @param settings certificate and request timeout
     * @return empty if no certificate is configured
     * @throws StartFailureException if the certificate cannot be used
     */
    static Optional<TlsFront> of(DataSettings settings) {
        if (!settings.tls().isOn()) {
            return Optional.empty();
        }
        Duration limit = settings.requestTimeout();
        return Optional.of(new TlsFront(
                CertificateFiles.context(settings.tls()), limit.compareTo(HANDSHAKE) < 0 ? limit : HANDSHAKE));
    }

    /**
     * A handler for one connection; closes it where the handshake fails or takes too long.
     *
     * @param buffers allocator of the connection
     * @return to be added before all other handlers
     */
    SslHandler handler(ByteBufAllocator buffers) {
        SslHandler handler = context.newHandler(buffers);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }
}
