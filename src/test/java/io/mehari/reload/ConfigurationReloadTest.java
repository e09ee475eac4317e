package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.component.generation.Generation;
import io.mehari.configuration.ConfigurationListener;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ReloadEvent;
import io.mehari.event.SettingsChanged;
import io.mehari.event.SettingsRefused;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.launch.GatewayFixture;
import io.mehari.monitoring.HealthCheck.Condition;
import io.mehari.reload.live.ConfigurationReports;
import io.mehari.reload.live.LiveConfiguration;
import io.mehari.reload.live.LivePart;
import io.mehari.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of configuration that are dropped while calls are served: all of them hold, or nothing has changed. */
@DisplayName("S0.7: configuration changes while the gateway runs")
class ConfigurationReloadTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String KNOWN = """
            entries:
              - id: %s
                title: The printer is out of paper
                category: PAPER
                signs: [out of paper]
                cause: No paper
                fix: [Put paper in]
            """;

    @TempDir
    Path directory;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Queue<String> routed = new ConcurrentLinkedQueue<>();
    private final AtomicReference<String> word = new AtomicReference<>("first");
    private GatewayFixture gateway;
    private Path config;
    private LiveConfiguration configuration;
    private EventQueue<ReloadEvent> told;
    private ConfigurationReports reports;
    private FileReload reload;

    @BeforeEach
    void start() throws Exception {
        config = Files.createDirectory(directory.resolve("config"));
        gateway = new GatewayFixture(directory.resolve("gateway"), Tools.settings("files"));
        gateway.upstream.answerWith(call -> call.answer("fine"));
        gateway.beans.getBeanFactory().registerSingleton("ear", (ConfigurationListener)
                (path, before, after) -> heard.add(path + ": " + before + " -> " + after));
        gateway.beans.getBeanFactory().registerSingleton("routed", (Processor)
                exchange -> routed.add(exchange.getMessage().getBody(String.class)));
        settings("crm.greeting: hello", "crm.password: hidden-1", "mehari.rest.title: One");
        write("known.yaml", KNOWN.formatted("paper"));
        configuration = gateway.configuration(config, LivePart.of(List.of("mehari.rest.description"), next -> {
            String before = word.get();
            if ("refused".equals(next.getProperty("mehari.rest.description"))) {
                throw new IllegalArgumentException("it does not fit");
            }
            word.set(next.getProperty("mehari.rest.description", "first"));
            return () -> word.set(before);
        }));
        GatewayEvents events = new GatewayEvents();
        told = events.subscribe(ReloadEvent.class, 10);
        reports = ConfigurationReports.of(events, Clock.systemUTC(), gateway.running, gateway.fixedContext);
        reload = new FileReload(
                gateway.generations,
                Optional.empty(),
                configuration,
                new ReloadReports(new GatewayEvents(), Clock.systemUTC()),
                reports,
                Object::new,
                () -> {},
                new NextTry(System::nanoTime));
        gateway.write("tools/greeting.camel.yaml", tool("greeting", "{{crm.greeting:none}}"));
        gateway.reload();
        look();
        told.drain(9);
    }

    @AfterEach
    void close() {
        reports.close();
        gateway.close();
    }

    @Test
    void settingsHoldAndRoutesThatAskForThemAreBuiltAgain() throws Exception {
        assertThat(greeting()).contains("hello");
        settings(
                "crm.greeting: good day",
                "crm.password: hidden-1",
                "mehari.rest.title: One",
                "mehari.rest.description: second");
        look();

        assertThat(word.get()).isEqualTo("second");
        assertThat(greeting()).contains("good day");
        assertThat(gateway.beans.getEnvironment().getProperty("crm.greeting")).isEqualTo("good day");
        assertThat(told.drain(9)).singleElement().isInstanceOfSatisfying(SettingsChanged.class, changed -> {
            assertThat(changed.keys()).containsExactly("crm.greeting", "mehari.rest.description");
            assertThat(changed.waiting()).isEmpty();
        });
        Generation now = gateway.running.current().orElseThrow();
        look();
        assertThat(told.drain(9)).as("the same files change nothing").isEmpty();
        assertThat(gateway.running.current()).contains(now);
    }

    @Test
    void whatNoPartTakesIsSaidToWaitForARestart() throws Exception {
        settings("crm.greeting: hello", "crm.password: hidden-1", "mehari.rest.title: Two");
        look();
        assertThat(configuration.waiting()).containsExactly("mehari.rest.title");
        assertThat(health().detail()).contains("With a restart take effect: mehari.rest.title");
        assertThat(health().healthy()).isTrue();

        settings("crm.greeting: hello", "crm.password: hidden-1", "mehari.rest.title: One");
        look();
        assertThat(configuration.waiting()).as("as at the start").isEmpty();
    }

    @Test
    void aSettingThatIsUnknownOrWrongChangesNothing() throws Exception {
        settings("crm.greeting: good day", "mehari.rest.titel: Two");
        look();
        assertRefused("mehari.rest.title", "did you mean");
        assertThat(greeting()).contains("hello");

        write("application.yaml", "crm: {greeting: [\n");
        look();
        assertRefused("application.yaml", "line 2", "not YAML");
        assertThat(greeting()).contains("hello");

        settings("crm.greeting: hello", "crm.password: hidden-1", "mehari.rest.title: One");
        look();
        assertThat(configuration.problems()).as("as it was").isEmpty();
        assertThat(health().healthy()).isTrue();
    }

    @Test
    void aPartThatCannotTakeItLetsEverythingBeAsItWas() throws Exception {
        write("known.yaml", KNOWN.formatted("other"));
        settings(
                "crm.greeting: good day",
                "crm.password: hidden-1",
                "mehari.rest.title: One",
                "mehari.rest.description: refused");
        look();
        assertRefused("mehari.rest.description", "it does not fit");
        assertThat(word.get()).isEqualTo("first");
        assertThat(known("other")).isFalse();
        assertThat(gateway.beans.getEnvironment().getProperty("crm.greeting")).isEqualTo("hello");
    }

    @Test
    void routesThatCannotBeRunWithItRefuseIt() throws Exception {
        gateway.write(
                "tools/greeting.camel.yaml",
                tool("greeting", "x").replace("setBody: {constant: \"x\"}", "to: \"{{crm.target:log:x}}\""));
        look();
        told.drain(9);
        settings("crm.greeting: hello", "crm.password: hidden-1", "mehari.rest.title: One", "crm.target: nosuch:thing");
        look();
        assertRefused("routes cannot be run", "greeting.camel.yaml");
        assertThat(gateway.beans.getEnvironment().getProperty("crm.target")).isNull();
        assertThat(gateway.outcome("camel", "greeting", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void routesAndSettingsAreOneChange() throws Exception {
        gateway.write("tools/greeting.camel.yaml", tool("greeting", "{{crm.second}}"));
        settings("crm.greeting: hello", "crm.password: hidden-1", "mehari.rest.title: One", "crm.second: together");
        look();
        assertThat(greeting()).contains("together");

        gateway.write("tools/greeting.camel.yaml", tool("greeting", "x").replace("setBody", "setBdy"));
        settings("crm.greeting: late", "crm.password: hidden-1", "mehari.rest.title: One", "crm.second: together");
        look();
        assertThat(gateway.beans.getEnvironment().getProperty("crm.greeting")).isEqualTo("hello");
        gateway.write("tools/greeting.camel.yaml", tool("greeting", "{{crm.greeting}}"));
        look();
        assertThat(greeting()).as("mended: both hold").contains("late");
    }

    @Test
    void knownErrorsAreFoundAtOnce() throws Exception {
        assertThat(known("paper")).isFalse();
        write("known.yaml", KNOWN.formatted("toner"));
        look();
        assertThat(known("toner")).isTrue();

        write("known.yaml", KNOWN.formatted("paper").replace("fix:", "fxi:"));
        look();
        assertRefused("known.yaml", "line ", "fxi");
        assertThat(known("toner")).isTrue();
    }

    @Test
    void aFileThatIsGoneRemovesNothing() throws Exception {
        write("known.yaml", KNOWN.formatted("toner"));
        look();
        Files.delete(config.resolve("known.yaml"));
        look();
        assertThat(known("toner")).isTrue();
        assertThat(health().detail()).contains("known.yaml", "it is gone");
    }

    @Test
    void listenersAndTheRouteAreToldOfEachKeyWithoutSecrets() throws Exception {
        gateway.write("notification/told.camel.yaml", """
                - route:
                    id: told
                    from:
                      uri: direct:config-changed
                      steps:
                        - split:
                            expression: {simple: {expression: "${body}"}}
                            steps:
                              - setBody: {simple: {expression: "${body[path]} ${body[before]} ${body[after]}"}}
                              - process: {ref: routed}
                """);
        look();
        settings("crm.greeting: good day", "crm.password: hidden-2", "mehari.rest.title: One");
        look();

        Awaitility.await().atMost(LIMIT).until(() -> heard.size() == 2 && routed.size() == 2);
        assertThat(heard).containsExactly("crm.greeting: hello -> good day", "crm.password: [redacted] -> [redacted]");
        assertThat(routed).containsExactly("crm.greeting hello good day", "crm.password [redacted] [redacted]");
    }

    @Test
    void failuresAreClassifiedByTheNewPatterns() throws Exception {
        FailureClassifier classifier = gateway.beans.getBean(FailureClassifier.class);
        FailureClassifier before = classifier.take(read("- name: PAPER\n    patterns: ['out of paper']\n"));
        assertThat(classifier.classifyToolError("it is out of paper").category())
                .isEqualTo("PAPER");
        classifier.take(before);
        assertThat(classifier.classifyToolError("it is out of paper").category())
                .isNotEqualTo("PAPER");
    }

    private FailureClassifier read(String category) throws IOException {
        return FailureClassifier.read(new org.springframework.core.io.FileSystemResource(
                Files.writeString(directory.resolve("patterns.yaml"), "categories:\n  " + category)));
    }

    private void assertRefused(String... said) {
        assertThat(told.drain(9))
                .last()
                .isInstanceOfSatisfying(
                        SettingsRefused.class,
                        refused -> assertThat(refused.reason()).contains(said).doesNotContain("hidden-"));
        assertThat(health().detail()).contains(said);
        assertThat(health().healthy()).as("limited").isFalse();
    }

    private Condition health() {
        return new ReloadHealth(new ReloadReports(new GatewayEvents(), Clock.systemUTC()), configuration).check();
    }

    private boolean known(String id) {
        return gateway.beans.getBean(KnowledgeFiles.class).get().find(id).isPresent();
    }

    private String greeting() {
        ToolCallResult result = gateway.outcome("camel", "greeting", "{}");
        return result instanceof ToolCallResult.Success success
                ? success.result().toString()
                : result.toString();
    }

    private void look() throws Exception {
        reload.look(FileChanges.FirstStep.NONE);
    }

    private void settings(String... lines) {
        write("application.yaml", String.join("\n", lines) + "\n");
    }

    private void write(String file, String text) {
        try {
            Files.writeString(config.resolve(file), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String tool(String id, String text) {
        return """
                - route:
                    id: %1$s
                    description: A tool
                    from:
                      uri: ai-tool:%1$s
                      parameters: {description: A tool}
                      steps:
                        - setBody: {constant: "%2$s"}
                """.formatted(id, text);
    }
}
