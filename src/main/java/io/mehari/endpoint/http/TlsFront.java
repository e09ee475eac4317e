package io.mehari.endpoint.http;

import io.mehari.text.StartFailureException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Optional;

/**
 * What stands before everything else of a connection where the data plane speaks TLS. The certificate is read once.
 * Safe for concurrent use.
 */
final class TlsFront {
    /** Longest handshake; shorter where requests must be faster than that. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final SslContext context;
    private final long handshakeMillis;

    private TlsFront(SslContext context, Duration handshake) {
        this.context = context;
        this.handshakeMillis = Math.max(1, handshake.toMillis());
    }

    /**
     * TLS, if it is asked for.
     *
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

    /** For one connection; closes it where the handshake fails or takes too long. */
    SslHandler handler(ByteBufAllocator buffers) {
        SslHandler handler = context.newHandler(buffers);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }
}
