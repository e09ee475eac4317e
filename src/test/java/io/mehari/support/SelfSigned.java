package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that signs itself, made by keytool.
 *
 * @param key its private key
 * @param certificate for one host
 */
public record SelfSigned(PrivateKey key, X509Certificate certificate) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /**
     * Makes one with an EC key.
     *
     * @param directory where keytool may write
     * @param name of its holder
     * @param hosts what it is for, such as {@code dns:localhost}
     */
    public static SelfSigned of(Path directory, String name, String hosts) throws Exception {
        return of(directory, name, hosts, "EC");
    }

    /** The same with a key of this kind. */
    public static SelfSigned of(Path directory, String name, String hosts, String keyAlgorithm) throws Exception {
        Path store = directory.resolve(name + "-" + keyAlgorithm + ".p12");
        generate(store, name, hosts, keyAlgorithm);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return new SelfSigned((PrivateKey) keys.getKey(name, PASSWORD), (X509Certificate) keys.getCertificate(name));
    }

    /** The certificate as PEM. */
    public String certificatePem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** The key as PEM, in the form PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** TLS for a server that shows it. */
    public SSLContext server() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("own", key, PASSWORD, new X509Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** TLS for a client that trusts it and nothing else. */
    public SSLContext client() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry("trusted", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    private static void generate(Path store, String name, String hosts, String keyAlgorithm) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        keyAlgorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + hosts,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).isZero();
    }
}
