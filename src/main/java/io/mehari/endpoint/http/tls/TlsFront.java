package io.mehari.endpoint.http.tls;

import io.mehari.text.StartFailureException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Optional;

/**
 * The TLS handler that comes first in a connection of the data plane. The certificate may be replaced while
 * connections are open, which keep theirs. Safe for concurrent use.
 */
public final class TlsFront {
    /** Longest handshake, where no shorter one is asked for. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private volatile SslContext context;
    private final long handshakeMillis;

    private TlsFront(SslContext context, Duration handshake) {
        this.context = context;
        this.handshakeMillis = Math.max(1, handshake.toMillis());
    }

    /**
     * TLS as configured.
     *
     * @param settings certificate and key
     * @param limit longest handshake, where it is shorter than 10 s
     * @return empty if no certificate is configured
     * @throws StartFailureException if the certificate cannot be used
     */
    public static Optional<TlsFront> of(TlsSettings settings, Duration limit) {
        if (!settings.isOn()) {
            return Optional.empty();
        }
        Duration handshake = limit.compareTo(HANDSHAKE) < 0 ? limit : HANDSHAKE;
        return Optional.of(new TlsFront(CertificateFiles.context(settings), handshake));
    }

    /**
     * Reads the files again, and changes nothing.
     *
     * @param settings name them
     * @return with what is in them now
     * @throws StartFailureException if they cannot be used
     */
    public TlsFront readAgain(TlsSettings settings) {
        return new TlsFront(CertificateFiles.context(settings), Duration.ofMillis(handshakeMillis));
    }

    /**
     * Replaces the certificate for connections that come from now on.
     *
     * @param next has the new one
     * @return one with that before
     */
    public TlsFront take(TlsFront next) {
        TlsFront before = new TlsFront(context, Duration.ofMillis(handshakeMillis));
        context = next.context;
        return before;
    }

    /**
     * A handler for one connection; closes it where the handshake fails or takes too long.
     *
     * @param buffers allocator of the connection
     * @return to be added before all other handlers
     */
    public SslHandler handler(ByteBufAllocator buffers) {
        SslHandler handler = context.newHandler(buffers);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }
}
