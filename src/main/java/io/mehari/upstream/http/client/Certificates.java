package io.mehari.upstream.http.client;

import io.mehari.upstream.UpstreamSettings.Tls;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;

/** Reads the certificates of one server's connections. */
final class Certificates {
    private Certificates() {}

    static SslContext of(Tls tls) {
        SslContextBuilder context = SslContextBuilder.forClient();
        tls.caFile().ifPresent(file -> context.trustManager(file.toFile()));
        tls.certificateFile()
                .ifPresent(certificate -> context.keyManager(
                        certificate.toFile(),
                        tls.keyFile()
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "tls has a certificate and no key; name the file of its private key"))
                                .toFile()));
        try {
            return context.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("The certificates could not be used: " + e.getMessage(), e);
        }
    }
}
