package io.mehari.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.GatewayUnderTest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The project in {@code docs/embedding/shop}, compiled against the library jar and run with it in a process of its own. */
@DisplayName("S0.7: an existing Spring Boot and Camel application gets the gateway by a dependency and nothing else")
class ExampleProjectIT {
    private static final Path PROJECT = Path.of("docs/embedding/shop");
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static Path library;
    private static Process shop;
    private static URI base;

    @BeforeAll
    static void buildAndRun() throws Exception {
        library = libraryJar();
        Path classes = Files.createDirectory(directory.resolve("classes"));
        FileSystemUtils.copyRecursively(PROJECT.resolve("src/main/resources"), classes);
        FileSystemUtils.copyRecursively(PROJECT.resolve("routes"), directory.resolve("routes"));
        String classPath = library + File.pathSeparator + dependencies();
        compile(classes, classPath);
        int port = GatewayUnderTest.freePort();
        base = URI.create("http://127.0.0.1:" + port);
        shop = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes + File.pathSeparator + classPath,
                        "com.example.saddles.SaddleShop",
                        "--mehari.data.port=" + port,
                        "--mehari.live.enabled=false")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(START_LIMIT)
                    .ignoreExceptions()
                    .until(() -> !shop.isAlive() || get("/health/live") == 200);
        } finally {
            assertThat(shop.isAlive()).as(log()).isTrue();
        }
    }

    @AfterAll
    static void end() throws InterruptedException {
        shop.destroyForcibly().waitFor();
        shop = null;
    }

    @Test
    void aToolAsksABeanAndASettingOfTheApplication() throws Exception {
        assertThat(call("saddle_price", "brooks")).contains("EUR 120 as of 1970-01-01T00:00:00Z");
    }

    @Test
    void aToolUsesARouteOfTheApplicationWhichCallsATool() throws Exception {
        assertThat(call("saddle_quote", "selle")).contains("Our offer: EUR 95 as of");
    }

    @Test
    void aBeanOfTheSameNameIsNotTheGateways() throws Exception {
        assertThat(call("current_time", "")).doesNotContain("1970");
    }

    @Test
    void theLibraryHasNothingThatFrameworksTakeForTheApplications() throws IOException {
        try (JarFile jar = new JarFile(library.toFile())) {
            assertThat(jar.stream().map(Object::toString))
                    .contains("mehari/embedded/application.yaml", "mehari/embedded/db/migration/V1__dead_letters.sql")
                    .doesNotContain("application.yaml", "db/migration/V1__dead_letters.sql");
        }
        assertThat(log()).contains("saddle-shop");
    }

    @Test
    void itsVersionsAreTheGateways() throws IOException {
        String own = Files.readString(Path.of("pom.xml"));
        String example = Files.readString(PROJECT.resolve("pom.xml"));
        for (String property : List.of("spring-boot.version", "maven.compiler.release")) {
            assertThat(between(example, "<" + property + ">")).isEqualTo(between(own, "<" + property + ">"));
        }
        assertThat(between(example, "<mehari.version>"))
                .isEqualTo(between(own.substring(own.indexOf("<artifactId>mehari<")), "<version>"));
    }

    private static String between(String xml, String tag) {
        int start = xml.indexOf(tag) + tag.length();
        return xml.substring(start, xml.indexOf("<", start));
    }

    private static Path libraryJar() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target/library"))) {
            return jars.filter(jar -> jar.toString().endsWith("-library.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    /** What the gateway itself is made of, without its classes and those of its tests. */
    private static String dependencies() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void compile(Path classes, String classPath) throws IOException {
        try (Stream<Path> sources = Files.walk(PROJECT.resolve("src/main/java"))) {
            Stream<String> options = Stream.of("-proc:none", "-parameters", "-d", classes.toString(), "-cp", classPath);
            String[] arguments = Stream.concat(
                            options,
                            sources.filter(file -> file.toString().endsWith(".java"))
                                    .map(Path::toString))
                    .toArray(String[]::new);
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments))
                    .isZero();
        }
    }

    private static String call(String tool, String saddle) throws Exception {
        String arguments = saddle.isEmpty() ? "{}" : "{\"saddle\": \"" + saddle + "\"}";
        return HTTP.send(
                        HttpRequest.newBuilder(base.resolve("/camel/" + tool))
                                .timeout(REQUEST_LIMIT)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(arguments))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static int get(String path) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(base.resolve(path))
                                .timeout(REQUEST_LIMIT)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String log() throws IOException {
        return Files.readString(directory.resolve("log.txt"));
    }
}
