package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.component.generation.Generation;
import io.mehari.launch.GatewayFixture;
import io.mehari.library.Library;
import io.mehari.library.PluginJar;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files that use jars of their owner, through the pipeline. */
@DisplayName("F7: components, classes and Java routes from jars, and camel.component settings, in generations")
class PluginRoutesTest {
    private static final int CHANGES = Trials.count(12, 50);
    private static final String TOOL = "tools/acme.camel.yaml";

    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        start("camel.component.seda.queue-size=7", "camel.component.kafkaa.brokers=b");
    }

    private void start(String... properties) throws Exception {
        gateway = new GatewayFixture(
                directory.resolve(String.valueOf(properties.length)), Tools.settings("files"), properties);
        gateway.upstream.answerWith(call -> call.answer("fine"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aComponentOfAJarServesAndIsReplacedWhileTheGatewayRuns() throws Exception {
        acme("one");
        gateway.write(TOOL, tool("uri: acme:x"));
        gateway.reload();
        assertThat(answer()).contains("one");

        acme("two");
        assertThat(changed()).isPresent();
        assertThat(answer()).contains("two");
        assertThat(changed()).as("the same jars").isEmpty();
    }

    @Test
    void aJarThatDoesNotLoadIsRefusedAndTheRestServes() throws Exception {
        acme("one");
        gateway.write(TOOL, tool("uri: acme:x"));
        gateway.reload();
        Generation before = gateway.running.current().orElseThrow();

        Files.writeString(gateway.plugins.resolve("broken.jar"), "no jar at all");
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("plugins/broken.jar: it is no jar, or only a part of one");
        assertThat(gateway.generations.problem().orElseThrow()).contains("plugins/broken.jar");
        assertThat(gateway.running.current()).contains(before);
        assertThat(answer()).contains("one");

        gateway.generations.refresh().get(20, TimeUnit.SECONDS);
        assertThat(answer()).as("servers changed meanwhile").contains("one");
        Files.delete(gateway.plugins.resolve("broken.jar"));
        changed();
        assertThat(gateway.generations.problem()).isEmpty();
    }

    @Test
    void aComponentOfAnotherCamelIsRefusedAndTheRestServes() throws Exception {
        gateway.reload();
        new PluginJar()
                .file("META-INF/maven/org.apache.camel/camel-ftp/pom.properties", "version=3.22.0")
                .writeTo(gateway.plugins.resolve("camel-ftp.jar"));

        assertThatThrownBy(gateway::reload)
                .hasMessageContaining(
                        "plugins/camel-ftp.jar: camel-ftp is of Apache Camel 3.22.0, the gateway's is 4.");
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void jarsWithWhichTheRoutesDoNotRunAreNotUsedByTheRoutesBefore() throws Exception {
        acme("one");
        gateway.write(TOOL, tool("uri: acme:x"));
        gateway.reload();

        new PluginJar()
                .file("META-INF/services/org/apache/camel/component/acme", "class=acme.Gone")
                .writeTo(gateway.plugins.resolve("acme.jar"));
        assertThatThrownBy(gateway::reload).hasMessageContaining(TOOL);
        gateway.generations.refresh().get(20, TimeUnit.SECONDS);
        assertThat(answer()).contains("one");
    }

    @Test
    void aMissingComponentIsNamedWithTheCommandThatFetchesIt() {
        gateway.write(TOOL, tool("uri: kafka:orders"));

        assertThatThrownBy(gateway::reload)
                .hasMessageContaining(
                        "the component kafka is not part of the gateway. It is in org.apache.camel:camel-kafka:4.")
                .hasMessageContaining("`mehari add camel-kafka`");
    }

    @Test
    void classesOfJarsAreBeans() throws Exception {
        new PluginJar().java("acme.Loud", """
                package acme;
                public class Loud {
                    public String say() { return "LOUD " + Thread.currentThread().getContextClassLoader().getName(); }
                }
                """).writeTo(gateway.plugins.resolve("loud.jar"));
        gateway.write("configuration/loud.camel.yaml", """
                - beans:
                    - name: loud
                      type: acme.Loud
                """);
        gateway.write(TOOL, tool("uri: bean:loud?method=say"));
        gateway.reload();

        assertThat(answer()).as("with the thread's class loader").contains("LOUD plugins");
    }

    @Test
    void javaRoutesOfJarsArePartOfTheGeneration() throws Exception {
        new PluginJar()
                .file("META-INF/services/org.apache.camel.RoutesBuilder", "acme.Routes")
                .java("acme.Routes", """
                        package acme;
                        public class Routes extends org.apache.camel.builder.RouteBuilder {
                            @Override
                            public void configure() {
                                from("direct:from-java").routeId("from-java").setBody(constant("from Java"));
                            }
                        }
                        """)
                .writeTo(gateway.plugins.resolve("routes.jar"));
        gateway.write(TOOL, tool("uri: direct:from-java"));
        gateway.reload();

        assertThat(answer()).contains("from Java");
    }

    @Test
    void settingsOfComponentsHold() throws Exception {
        close();
        start("camel.component.acme.answer=from the settings", "x=1", "y=2");
        acme("one");
        gateway.write(TOOL, tool("uri: acme:x"));
        gateway.reload();

        assertThat(answer()).contains("from the settings");
        assertThat(gateway.generations.warnings()).noneMatch(warning -> warning.contains("camel.component.acme"));
    }

    @Test
    void settingsOfComponentsThatThereAreNotAreToldAndOthersHold() {
        gateway.write(TOOL, tool("uri: seda:somewhere"));
        gateway.reload();

        assertThat(gateway.generations.warnings())
                .contains("camel.component.kafkaa: there is no component kafkaa, so this setting has no effect");
        assertThat(gateway.running.current().orElseThrow().context().getComponent("seda"))
                .hasFieldOrPropertyWithValue("queueSize", 7);
    }

    @Test
    void anOptionThatTheComponentDoesNotHaveIsRefusedWithoutItsValue() throws Exception {
        close();
        start("camel.component.seda.queueSiz=hunter2hunter2");
        gateway.write(TOOL, tool("uri: seda:somewhere"));

        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("camel.component.seda.queueSiz: the component seda has no such option")
                .hasMessageContaining("Did you mean queueSize?")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hunter2"));
    }

    /** Each class loader goes with its last generation, however often the jar changes. */
    @Test
    void nothingIsLeftOfFormerJars() throws Exception {
        gateway.write(TOOL, tool("uri: acme:x"));
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int change = 0; change < CHANGES; change++) {
            acme("answer " + change);
            gateway.reload();
            assertThat(answer()).contains("answer " + change);
            loaders.add(new WeakReference<>(
                    Library.of(gateway.running.current().orElseThrow().context())
                            .loader()));
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(loaders.stream().filter(loader -> !loader.refersTo(null)))
                    .as("class loaders that are left")
                    .hasSizeLessThanOrEqualTo(2);
        });
    }

    /** A tool's thread is made within a step of a route that has the jar, and goes on for others. */
    @Test
    void threadsOfTheGatewayKeepNoJar() throws Exception {
        acme("one");
        gateway.write(TOOL, tool("uri: acme:x"));
        gateway.reload();
        assertThat(answer()).contains("one");
        ClassLoader jars =
                Library.of(gateway.running.current().orElseThrow().context()).loader();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("mehari-"))
                .anyMatch(thread -> thread.getName().startsWith("mehari-tool-"))
                .noneMatch(thread -> thread.getContextClassLoader() == jars);
    }

    private void acme(String answer) throws IOException {
        PluginJar.acme(answer).writeTo(gateway.plugins.resolve("acme.jar"));
    }

    private Optional<Generation> changed() throws Exception {
        return gateway.generations.reloadIfChanged().get(20, TimeUnit.SECONDS);
    }

    private String answer() {
        ToolCallResult result = gateway.outcome("camel", "acme", "{}");
        return result instanceof ToolCallResult.Success success
                ? success.result().toString()
                : result.message();
    }

    private static String tool(String address) {
        return """
                - route:
                    id: acme
                    from:
                      uri: ai-tool:acme
                      parameters:
                        description: A tool of a test
                      steps:
                        - to:
                            %s
                """.formatted(address);
    }
}
