package io.mehari.endpoint.http.tls;

import java.nio.file.Path;

/**
 * The certificate of the data plane: {@code mehari.data.tls}.
 *
 * @param certificate PEM file of the chain, the gateway's own certificate first; null for none
 * @param key PEM file of its private key in the form PKCS#8, not encrypted; null for none
 */
@UsableCertificate
public record TlsSettings(Path certificate, Path key) {
    /** Plain HTTP. */
    public static final TlsSettings NONE = new TlsSettings(null, null);

    /**
     * Whether TLS is configured, completely or not.
     *
     * @return true if at least one file is named
     */
    public boolean isOn() {
        return certificate != null || key != null;
    }
}
