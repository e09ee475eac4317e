package io.mehari.endpoint.http.tls;

import io.mehari.network.PemFile;
import io.mehari.text.StartFailureException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Reads the certificate that the data plane presents and its private key, both PEM files. Used by one thread. */
final class CertificateFiles {
    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";

    private final Path certificateFile;
    private final Path keyFile;
    private final List<Problem> problems = new ArrayList<>();
    private SslContext context;

    /**
     * One reason why the files cannot be used.
     *
     * @param property the key below {@code mehari.data.tls} that names the file: {@code certificate} or {@code key}
     * @param text what is wrong with which file, and what to do
     */
    record Problem(String property, String text) {}

    private CertificateFiles(TlsSettings tls) {
        this.certificateFile = absolute(tls.certificate());
        this.keyFile = absolute(tls.key());
    }

    /**
     * Everything that is wrong with the files.
     *
     * @param tls the settings that name them
     * @return the problems found; empty if there are none or no file is named
     */
    static List<Problem> problems(TlsSettings tls) {
        CertificateFiles files = new CertificateFiles(tls);
        if (tls.isOn()) {
            files.read();
        }
        return files.problems;
    }

    /**
     * A TLS 1.2 and 1.3 server context made from what is in the files now.
     *
     * @param tls the settings that name them
     * @return never null
     * @throws StartFailureException if they cannot be used
     */
    static SslContext context(TlsSettings tls) {
        CertificateFiles files = new CertificateFiles(tls);
        files.read();
        if (files.context == null) {
            Problem first = files.problems.get(0);
            throw new StartFailureException(
                    "mehari.data.tls." + first.property() + ": " + first.text(),
                    "Fix mehari.data.tls, or leave it out to serve plain HTTP.",
                    null);
        }
        return files.context;
    }

    private static Path absolute(Path file) {
        return file == null ? null : file.toAbsolutePath();
    }

    private void read() {
        List<X509Certificate> chain = part(CERTIFICATE, certificateFile, this::chain);
        PemFile.Block key = part(KEY, keyFile, this::keyBlock);
        if (!problems.isEmpty()) {
            return;
        }
        Optional<PrivateKey> fitting = fitting(chain.get(0).getPublicKey(), key);
        if (fitting.isEmpty()) {
            problems.add(new Problem(
                    KEY,
                    "the key in " + keyFile + " does not fit the first certificate in " + certificateFile
                            + ": name the key that this certificate was made for; the gateway's own certificate comes"
                            + " before those of authorities"));
            return;
        }
        try {
            context = SslContextBuilder.forServer(fitting.get(), chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            problems.add(new Problem(
                    CERTIFICATE,
                    "the certificates in " + certificateFile + " cannot be used (" + e.getMessage()
                            + "): the gateway's own comes first, then the one that signed it, and so on"));
        }
    }

    private interface Reader<T> {
        T read(Path file) throws IOException, GeneralSecurityException;
    }

    private <T> T part(String property, Path file, Reader<T> reader) {
        try {
            if (file == null) {
                throw new IOException(
                        "missing: TLS needs mehari.data.tls.certificate and mehari.data.tls.key; name both, or none");
            }
            return reader.read(file);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            problems.add(
                    new Problem(property, "the content of " + file + " is damaged: copy it again from its origin"));
        } catch (IOException e) {
            problems.add(new Problem(property, e.getMessage()));
        }
        return null;
    }

    private List<X509Certificate> chain(Path file) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        for (PemFile.Block block : PemFile.read(file)) {
            if (block.type().equals("CERTIFICATE")) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
            }
        }
        if (chain.isEmpty()) {
            throw new IOException(
                    file + " holds no certificate: name a PEM file, which has a line -----BEGIN" + " CERTIFICATE-----");
        }
        return chain;
    }

    private PemFile.Block keyBlock(Path file) throws IOException {
        PemFile.Block key = PemFile.read(file).stream()
                .filter(block -> block.type().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> new IOException(file + " holds no private key: name a PEM file, which has a line"
                        + " -----BEGIN PRIVATE KEY-----"));
        String remedy = ": openssl pkey -in " + file + " -out FILE writes one that can be used";
        if (key.type().startsWith("ENCRYPTED") || key.body().contains("ENCRYPTED")) {
            throw new IOException(
                    "the key in " + file + " is encrypted, and a gateway cannot ask for its password" + remedy);
        }
        if (!key.type().equals("PRIVATE KEY")) {
            throw new IOException("the key in " + file + " is in the form " + key.type() + ", not PKCS#8" + remedy);
        }
        return key;
    }

    /** The key, if it belongs to the certificate: the certificate must verify what the key signs. */
    private static Optional<PrivateKey> fitting(PublicKey certified, PemFile.Block block) {
        byte[] sample = {1, 2, 3};
        try {
            PrivateKey key = KeyFactory.getInstance(certified.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
            Signature signature = Signature.getInstance(signatureBy(certified.getAlgorithm()));
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(sample);
            return signature.verify(signed) ? Optional.of(key) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String signatureBy(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
    }
}
