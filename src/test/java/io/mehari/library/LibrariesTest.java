package io.mehari.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.support.ChangesBehaviour;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@DisplayName("F7: jars are added without building the gateway anew")
class LibrariesTest {
    @TempDir
    Path directory;

    private Path folder;
    private Libraries libraries;

    @BeforeEach
    void open() {
        folder = directory.resolve("plugins");
        libraries = new Libraries(folder);
    }

    @AfterEach
    void close() {
        libraries.close();
    }

    @Test
    void withoutAFolderThereAreTheGatewaysClassesOnly() {
        assertThat(libraries.look()).isEmpty();
        assertThat(libraries.take().loader()).isSameAs(Library.class.getClassLoader());
        assertThat(Libraries.none().look()).isEmpty();
    }

    @Test
    void classesOfJarsAreFoundBelowThoseOfTheGateway() throws Exception {
        PluginJar.acme("one").writeTo(folder.resolve("acme.jar"));
        Files.writeString(folder.resolve("README.md"), "no jar");

        libraries.look();
        Library library = libraries.take();
        Class<?> component = library.loader().loadClass("acme.AcmeComponent");
        assertThat(component.getClassLoader()).isSameAs(library.loader());
        assertThat(library.loader().loadClass(CamelContext.class.getName())).isSameAs(CamelContext.class);
        assertThat(library.names()).containsExactly("acme.jar");
        library.release();
    }

    @Test
    @ChangesBehaviour("mehari.plugins.directory")
    void theFolderIsASetting() {
        PluginSettings settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("mehari.plugins.directory", folder.toString())))
                .bind("mehari.plugins", PluginSettings.class)
                .get();
        assertThat(new Libraries(settings.directory()).folder()).isEqualTo(folder);
    }

    @Test
    void whatIsNoJarIsRefusedByName() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("half.jar"), "PK\u0003\u0004 and no more");

        assertThatThrownBy(libraries::look)
                .isInstanceOf(InvalidLibraryException.class)
                .hasMessageStartingWith("plugins/half.jar: it is no jar, or only a part of one: ")
                .hasMessageEndingWith("Copy it again, or remove it");
        assertThat(copies()).isEmpty();
    }

    @Test
    void aComponentOfAnotherVersionOfCamelIsRefusedWithBothVersions() throws IOException {
        ofCamel("4.16.0").writeTo(folder.resolve("camel-kafka-4.16.0.jar"));

        assertThatThrownBy(libraries::look)
                .hasMessage("plugins/camel-kafka-4.16.0.jar: camel-kafka is of Apache Camel 4.16.0, the gateway's is "
                        + CamelVersion.get() + ". Remove it; `mehari add camel-kafka` fetches the right one");
        assertThat(CamelVersion.get()).matches("4\\.\\d+\\.\\d+");
    }

    @Test
    void aComponentOfTheSameVersionIsTaken() throws IOException {
        ofCamel(CamelVersion.get()).writeTo(folder.resolve("camel-kafka.jar"));

        assertThat(libraries.look()).isNotEmpty();
    }

    @Test
    void theGatewayItselfIsNoPlugin() throws IOException {
        new PluginJar().file("io/mehari/MehariApplication.class", "x").writeTo(folder.resolve("mehari-1.jar"));

        assertThatThrownBy(libraries::look).hasMessageContaining("mehari-1.jar: it is the gateway itself");
    }

    @Test
    void jarsThatWereOnlyTouchedAreTheSame() throws IOException {
        Path jar = PluginJar.acme("one").writeTo(folder.resolve("acme.jar"));
        String digest = libraries.look();
        Library library = libraries.take();
        libraries.settle(library, true);

        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        assertThat(libraries.look()).isEqualTo(digest);
        assertThat(libraries.take()).isSameAs(library);
    }

    @Test
    void whatDoesNotRunIsGivenUpForTheOneBefore() throws IOException {
        PluginJar.acme("one").writeTo(folder.resolve("acme.jar"));
        String one = libraries.look();
        Library first = libraries.take();
        libraries.settle(first, true);
        PluginJar.acme("two").writeTo(folder.resolve("acme.jar"));

        assertThat(libraries.look()).isNotEqualTo(one);
        Library second = libraries.take();
        libraries.settle(second, false);
        assertThat(libraries.take()).isSameAs(first);
        second.release();
        assertThatThrownBy(() -> second.loader().loadClass("acme.AcmeComponent"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void aFolderThatIsGoneChangesNothing() throws IOException {
        Path jar = PluginJar.acme("one").writeTo(folder.resolve("acme.jar"));
        String digest = libraries.look();
        libraries.settle(libraries.take(), true);

        Files.delete(jar);
        Files.delete(folder);
        assertThat(libraries.look()).isEqualTo(digest);
        Files.createDirectories(folder);
        assertThat(libraries.look()).isEmpty();
    }

    @Test
    void aJarThatIsOverwrittenDoesNotConcernThoseWhoUseItsCopy() throws Exception {
        Path jar = PluginJar.acme("one").writeTo(folder.resolve("acme.jar"));
        libraries.look();
        Library library = libraries.take();

        Files.writeString(jar, "cut off in the middle");
        assertThat(library.loader().loadClass("acme.AcmeComponent")).isNotNull();
        library.release();
    }

    /** The JVM's list of drivers would hold the class loader for ever. */
    @Test
    void withTheLastUserLoaderCopiesAndDriversAreGone() throws Exception {
        new PluginJar().java("acme.AcmeDriver", """
                        package acme;
                        import java.sql.*;
                        public class AcmeDriver implements Driver {
                            static { try { DriverManager.registerDriver(new AcmeDriver()); } catch (SQLException e) { } }
                            public Connection connect(String url, java.util.Properties info) { return null; }
                            public boolean acceptsURL(String url) { return false; }
                            public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) { return null; }
                            public int getMajorVersion() { return 1; }
                            public int getMinorVersion() { return 0; }
                            public boolean jdbcCompliant() { return false; }
                            public java.util.logging.Logger getParentLogger() { return null; }
                        }
                        """).writeTo(folder.resolve("driver.jar"));
        libraries.look();
        WeakReference<ClassLoader> loader = loaderWithDriver();
        assertThat(copies()).hasSize(1);

        libraries.close();
        assertThat(copies()).isEmpty();
        Awaitility.await().until(() -> {
            System.gc();
            return loader.refersTo(null);
        });
    }

    private WeakReference<ClassLoader> loaderWithDriver() throws ClassNotFoundException {
        Library library = libraries.take();
        Class.forName("acme.AcmeDriver", true, library.loader());
        library.release();
        return new WeakReference<>(library.loader());
    }

    private static PluginJar ofCamel(String version) {
        return new PluginJar()
                .file("META-INF/maven/org.apache.camel/camel-kafka/pom.properties", "version=" + version + "\n");
    }

    /** Copies that these jars have; other tests have some of other jars meanwhile. */
    private Stream<Path> copies() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all
                    .filter(path -> path.getFileName().toString().startsWith("mehari.plugins-"))
                    .filter(path ->
                            Stream.of("half.jar", "driver.jar").anyMatch(name -> Files.exists(path.resolve(name))))
                    .toList()
                    .stream();
        }
    }
}
