package io.mehari.reliability;

import io.mehari.support.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * Certificates of servers.
 *
 * @param trusted for localhost, trusted
 * @param misnamed for another host, trusted
 * @param untrusted for localhost, signed by nobody the gateway knows
 * @param authorities the file of those that are trusted
 */
record TlsKeys(SSLContext trusted, SSLContext misnamed, SSLContext untrusted, Path authorities) {
    static TlsKeys generate(Path directory) throws Exception {
        SelfSigned trusted = SelfSigned.of(directory, "trusted", "dns:localhost");
        SelfSigned misnamed = SelfSigned.of(directory, "misnamed", "dns:other.invalid");
        SelfSigned untrusted = SelfSigned.of(directory, "untrusted", "dns:localhost");
        return new TlsKeys(
                trusted.server(),
                misnamed.server(),
                untrusted.server(),
                Files.writeString(directory.resolve("ca.pem"), trusted.certificatePem() + misnamed.certificatePem()));
    }
}
