package io.mehari.reload.live;

import io.mehari.endpoint.http.tls.TlsFront;
import io.mehari.endpoint.http.tls.TlsSettings;

/**
 * The certificate that the data plane presents.
 *
 * @param settings name its files
 * @param front takes another one
 */
public record ServedCertificate(TlsSettings settings, TlsFront front) {
    ConfigPart part() {
        return new CertificatePart(settings, front);
    }
}
