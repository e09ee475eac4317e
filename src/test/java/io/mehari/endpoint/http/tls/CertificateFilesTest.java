package io.mehari.endpoint.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.endpoint.http.tls.CertificateFiles.Problem;
import io.mehari.support.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFilesTest {
    @TempDir
    static Path directory;

    private static SelfSigned own;
    private static SelfSigned other;

    @BeforeAll
    static void makeKeys() throws Exception {
        own = SelfSigned.of(directory, "own", "dns:localhost");
        other = SelfSigned.of(directory, "other", "dns:localhost");
    }

    @Test
    void hasNothingToSayOfFilesThatFit() throws Exception {
        assertThat(problems(own.certificatePem(), own.keyPem())).isEmpty();
        assertThat(problems("Subject: CN=own\r\n" + own.certificatePem().replace("\n", "\r\n"), own.keyPem()))
                .isEmpty();
        assertThat(CertificateFiles.problems(TlsSettings.NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void takesEveryKindOfKeyThatTlsHas(String algorithm) throws Exception {
        SelfSigned made = SelfSigned.of(directory, "kind", "dns:localhost", algorithm);
        assertThat(problems(made.certificatePem(), made.keyPem())).isEmpty();
        assertThat(problems(made.certificatePem(), other.keyPem()))
                .extracting(Problem::property)
                .containsExactly("key");
    }

    @Test
    void namesAKeyThatDoesNotFit() throws Exception {
        assertThat(problems(own.certificatePem(), other.keyPem()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.property()).isEqualTo("key");
                    assertThat(problem.text())
                            .contains("the key in " + file("key.pem") + " does not fit the first certificate in "
                                    + file("cert.pem"));
                });
        assertThat(problems(other.certificatePem() + own.certificatePem(), own.keyPem()))
                .extracting(Problem::property)
                .containsExactly("key");
    }

    @Test
    void namesCertificatesThatMakeNoChain() throws Exception {
        assertThat(problems(own.certificatePem() + other.certificatePem(), own.keyPem()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.property()).isEqualTo("certificate");
                    assertThat(problem.text()).contains(file("cert.pem").toString(), "the one that signed it");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "ENCRYPTED PRIVATE KEY, MIIB,                              is encrypted",
        "RSA PRIVATE KEY,       'Proc-Type: 4,ENCRYPTED\n\nMIIB',  is encrypted",
        "RSA PRIVATE KEY,       MIIB,                              'in the form RSA PRIVATE KEY, not PKCS#8'",
        "EC PRIVATE KEY,        MIIB,                              'in the form EC PRIVATE KEY, not PKCS#8'"
    })
    void saysHowAKeyOfAnotherFormBecomesUsable(String type, String body, String told) throws Exception {
        String key = "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
        assertThat(problems(own.certificatePem(), key)).singleElement().satisfies(problem -> {
            assertThat(problem.property()).isEqualTo("key");
            assertThat(problem.text()).contains(told, "openssl pkey -in " + file("key.pem") + " -out");
        });
    }

    @Test
    void namesFilesWithoutWhatIsSought() throws Exception {
        assertThat(problems(own.keyPem(), own.certificatePem()))
                .extracting(Problem::text)
                .satisfiesExactly(
                        first -> assertThat(first).contains("holds no certificate", "-----BEGIN CERTIFICATE-----"),
                        first -> assertThat(first).contains("holds no private key", "-----BEGIN PRIVATE KEY-----"));
    }

    @Test
    void namesDamagedFiles() throws Exception {
        String certificate = own.certificatePem().replaceFirst("(?<=-----\n).{40}", "");
        assertThat(problems(certificate, own.keyPem().replaceFirst("(?<=-----\n).{40}", "")))
                .extracting(Problem::text)
                .singleElement()
                .asString()
                .contains("cert.pem", "is damaged");
        assertThat(problems(own.certificatePem(), own.keyPem().replaceFirst("(?<=-----\n).{40}", "")))
                .extracting(Problem::text)
                .singleElement()
                .asString()
                .contains("does not fit");
    }

    @Test
    void namesFilesThatAreTooLarge() throws Exception {
        assertThat(problems("x".repeat(300_000), own.keyPem()))
                .extracting(Problem::text)
                .singleElement()
                .asString()
                .contains("is larger than 256 KB");
    }

    private static List<Problem> problems(String certificate, String key) throws IOException {
        return CertificateFiles.problems(new TlsSettings(
                Files.writeString(file("cert.pem"), certificate), Files.writeString(file("key.pem"), key)));
    }

    private static Path file(String name) {
        return directory.resolve(name);
    }
}
