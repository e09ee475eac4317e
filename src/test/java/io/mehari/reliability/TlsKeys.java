package io.mehari.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Certificates of servers, made by keytool.
 *
 * @param trusted for localhost, trusted
 * @param misnamed for another host, trusted
 * @param untrusted for localhost, signed by nobody the gateway knows
 * @param authorities the file of those that are trusted
 */
record TlsKeys(SSLContext trusted, SSLContext misnamed, SSLContext untrusted, Path authorities) {
    private static final String PASSWORD = "changeit";

    static TlsKeys generate(Path directory) throws Exception {
        Path store = directory.resolve("keys.p12");
        generate(store, "trusted", "localhost");
        generate(store, "misnamed", "other.invalid");
        generate(store, "untrusted", "localhost");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String authorities = pem(keys.getCertificate("trusted")) + pem(keys.getCertificate("misnamed"));
        return new TlsKeys(
                context(keys, "trusted"),
                context(keys, "misnamed"),
                context(keys, "untrusted"),
                Files.writeString(directory.resolve("ca.pem"), authorities));
    }

    private static SSLContext context(KeyStore all, String alias) throws Exception {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        char[] password = PASSWORD.toCharArray();
        one.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static String pem(Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static void generate(Path store, String alias, String host) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + alias,
                        "-ext",
                        "san=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).isZero();
    }
}
