package io.mehari.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.library.CamelVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("F7: mehari add")
class PluginDownloadTest {
    private static final Coordinates KAFKA = Coordinates.of("kafka");
    private static final Coordinates CLIENTS = new Coordinates("org.apache.kafka", "kafka-clients", "4.1.1");

    @TempDir
    Path directory;

    private Path plugins;
    private RepositoryFixture repository;

    @BeforeEach
    void start() throws Exception {
        plugins = directory.resolve("plugins");
        repository = new RepositoryFixture(Files.createDirectories(directory.resolve("repository")))
                .with(
                        KAFKA,
                        "org.apache.camel:camel-support:" + CamelVersion.get(),
                        CLIENTS.toString(),
                        "com.example:only-for-tests:1:<scope>test</scope>",
                        "com.example:not-needed:1:<optional>true</optional>")
                .with(
                        CLIENTS,
                        "com.example:fast:1.2:<scope>runtime</scope>",
                        "com.example:shared:9.9",
                        "com.example:refused:1:<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId>"
                                + "</exclusion></exclusions>")
                .with(new Coordinates("com.example", "fast", "1.2"))
                .with(new Coordinates("com.example", "refused", "1"), "com.example:nowhere:1");
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    @Test
    void writesTheComponentAndWhatItNeedsAndTheGatewayDoesNotHave() throws Exception {
        Added added = download(repository.serve()).add(List.of(KAFKA));

        String kafka = "camel-kafka-" + CamelVersion.get() + ".jar";
        assertThat(RepositoryFixture.namesIn(plugins))
                .containsExactly(kafka, "fast-1.2.jar", "kafka-clients-4.1.1.jar", "refused-1.jar");
        assertThat(added.jars())
                .extracting(Added.Jar::name)
                .containsExactlyElementsOf(RepositoryFixture.namesIn(plugins));
        assertThat(added.size()).isEqualTo(sizeOf(plugins));
        assertThat(added.ofGateway()).containsOnlyKeys("shared").containsValue("1.0 (9.9 was asked for)");
        try (JarFile jar = new JarFile(plugins.resolve(kafka).toFile())) {
            assertThat(jar.getEntry("which.txt")).isNotNull();
        }
        assertThat(repository.asked)
                .as("nothing of what the gateway has")
                .noneMatch(path -> path.contains("camel-support"));
    }

    @Test
    void tellsOtherVersionsThatAreThereAlready() throws IOException {
        Files.createDirectories(plugins);
        Files.writeString(plugins.resolve("kafka-clients-3.9.0.jar"), "older");

        assertThat(download(repository.address()).add(List.of(KAFKA)).besides())
                .containsExactly("kafka-clients-3.9.0.jar");
    }

    @Test
    void whatHasAnotherDigestIsNotTakenAndNothingIsWritten() throws Exception {
        repository.alter(CLIENTS);

        assertThatThrownBy(() -> download(repository.serve()).add(List.of(KAFKA)))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageContaining(KAFKA + " cannot be taken: its digest is not the one that the repository names");
        assertThat(RepositoryFixture.namesIn(plugins)).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidByName() throws IOException {
        String address = repository.serve();

        assertThatThrownBy(() -> download(address).add(List.of(Coordinates.of("camel-jms"))))
                .hasMessageContaining("org.apache.camel:camel-jms:" + CamelVersion.get() + " is not in the repository")
                .satisfies(failure ->
                        assertThat(((DownloadFailedException) failure).remedy()).contains("--repository URL"));
    }

    @Test
    void withoutANetworkItSaysWhatToDo() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertThatThrownBy(() -> download("http://127.0.0.1:" + closed).add(List.of(KAFKA)))
                .hasMessageContaining(KAFKA + " cannot be fetched: ")
                .satisfies(failure -> assertThat(((DownloadFailedException) failure).remedy())
                        .contains("Offline?", "--repository", "proxyHost", "--plugins DIR"));
    }

    @Test
    void goesThroughTheProxyOfTheJvm() throws Exception {
        String proxy = repository.serve();
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", proxy.substring(proxy.lastIndexOf(':') + 1));
        try {
            download("http://repository.invalid").add(List.of(KAFKA));
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
        assertThat(repository.asked).anyMatch(path -> path.startsWith("http://repository.invalid/"));
        assertThat(RepositoryFixture.namesIn(plugins)).hasSize(4);
    }

    @Test
    void logsInWhereTheRepositoryAsksForIt() throws Exception {
        String address = repository.serve();
        repository.protect("joe:secret");

        assertThatThrownBy(() -> download(address).add(List.of(KAFKA))).isInstanceOf(DownloadFailedException.class);
        download(address.replace("http://", "http://joe:secret@")).add(List.of(KAFKA));
        assertThat(RepositoryFixture.namesIn(plugins)).hasSize(4);
    }

    @Test
    void whatTheGatewayHasIsNotFetched() {
        assertThatThrownBy(() -> download(repository.address()).add(List.of(Coordinates.of("camel-support"))))
                .hasMessage("The gateway has camel-support " + CamelVersion.get() + " itself");
    }

    @Test
    void anAddressThatIsNoneIsNotRepeated() {
        assertThatThrownBy(() -> download("nexus:joe:secret").add(List.of(KAFKA)))
                .hasMessage("--repository is no address of a repository");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka, org.apache.camel:camel-kafka",
        "camel-kafka, org.apache.camel:camel-kafka",
        "ftps, org.apache.camel:camel-ftp",
        "camel-xml-io-dsl, org.apache.camel:camel-xml-io-dsl"
    })
    void componentsAndArtifactsOfCamelHaveTheGatewaysVersion(String text, String expected) {
        assertThat(Coordinates.of(text)).hasToString(expected + ":" + CamelVersion.get());
    }

    @Test
    void kameletsHaveAVersionOfTheirOwn() {
        assertThat(Coordinates.of("camel-kamelets")).hasToString("org.apache.camel.kamelets:camel-kamelets:4.16.0");
    }

    @Test
    void otherLibrariesAreNamedInFull() {
        assertThat(Coordinates.of("org.postgresql:postgresql:42.7.8"))
                .isEqualTo(new Coordinates("org.postgresql", "postgresql", "42.7.8"));
    }

    @ParameterizedTest
    @CsvSource({
        "kafkaa, has no component kafkaa, Did you mean kafka",
        "org.apache.camel:camel-kafka:4.18.0, is not of the gateway's version of Apache Camel, mehari add camel-kafka",
        "org.postgresql:postgresql, is not group:artifact:version, 42.7.8"
    })
    void whatCannotBeMeantIsSaid(String text, String message, String remedy) {
        assertThatThrownBy(() -> Coordinates.of(text))
                .hasMessageContaining(message)
                .satisfies(failure ->
                        assertThat(((DownloadFailedException) failure).remedy()).contains(remedy));
    }

    @Test
    void theGatewaysJarsAreKnownByTheirNames() {
        GatewayJars jars = new GatewayJars(List.of(
                "/opt/lib/camel-support-4.17.0.jar",
                "BOOT-INF/lib/netty-transport-native-epoll-4.1.1.Final-linux.jar",
                "x"));
        assertThat(jars.versionOf("camel-support")).contains("4.17.0");
        assertThat(jars.versionOf("netty-transport-native-epoll")).contains("4.1.1.Final-linux");
        assertThat(jars.versionOf("camel")).isEmpty();
        assertThat(GatewayJars.here().versionOf("camel-support")).contains(CamelVersion.get());
    }

    private PluginDownload download(String address) {
        return new PluginDownload(
                plugins,
                List.of(address),
                new GatewayJars(List.of("camel-support-" + CamelVersion.get() + ".jar", "shared-1.0.jar")));
    }

    private static long sizeOf(Path folder) throws IOException {
        long size = 0;
        for (String name : RepositoryFixture.namesIn(folder)) {
            size += Files.size(folder.resolve(name));
        }
        return size;
    }
}
