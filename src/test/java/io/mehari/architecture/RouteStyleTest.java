package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shipped route file against the rules of routes/README.md and the schema of Camel's YAML DSL. */
class RouteStyleTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path ROUTES = Path.of("routes");
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9.-]+)(?::[^}]*)?}}");
    private static Schema dsl;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream stream = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            dsl = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new com.fasterxml.jackson.databind.ObjectMapper().readTree(stream));
        }
    }

    static List<Path> routeFiles() {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> allFiles() {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void followsTheSchemaOfTheDsl(Path file) throws IOException {
        assertThat(dsl.validate(YAML.readTree(file.toFile()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("allFiles")
    void fitsOnAScreenAndBeginsWithAComment(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSizeLessThanOrEqualTo(60);
        assertThat(lines.get(0)).startsWith("# ");
        assertThat(lines).noneMatch(line -> line.contains("\t") || line.endsWith(" "));
        assertThat(lines.stream().filter(line -> line.strip().startsWith("#")).count())
                .as("comments below the header are lost when the visual editor saves")
                .isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void holdsOneThingNamedLikeTheFile(Path file) throws IOException {
        JsonNode root = YAML.readTree(file.toFile());
        String name = file.getFileName().toString().replace(".camel.yaml", "");
        assertThat(root).hasSize(1);
        assertThat(entity(root).path("id").asText()).isEqualTo(name).matches(KEBAB);
        assertThat(entity(root).path("description").asText()).isNotBlank().doesNotEndWith(".");
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void saysWhereItsErrorsGo(Path file) throws IOException {
        JsonNode route = YAML.readTree(file.toFile()).get(0).get("route");
        String folder = file.getParent().getFileName().toString();
        if (route == null || folder.equals("tools") || folder.equals("maintenance")) {
            return; // a failure in there ends in the tool's answer, or in the log
        }
        assertThat(route.has("routeConfigurationId")
                        || route.path("errorHandler").has("noErrorHandler"))
                .as("a stage without either fails in a handler of its own and the firewall never hears of it")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void describesItsStepsAndKeepsThemFew(Path file) throws IOException {
        JsonNode route = YAML.readTree(file.toFile()).get(0).get("route");
        if (route == null) {
            return;
        }
        assertThat(route.path("nodePrefixId").asText())
                .isEqualTo(route.path("id").asText() + ".");
        assertThat(route.path("from").path("id").asText()).isNotBlank();
        assertThat(route.path("from").path("steps")).hasSizeLessThanOrEqualTo(8);
        for (JsonNode step : steps(route.path("from"))) {
            JsonNode body = step.elements().next();
            assertThat(body.path("id").asText()).as("id of step %s", step).matches(KEBAB);
            if (!step.has("choice")) {
                assertThat(body.path("description").asText())
                        .as("description of step %s", step)
                        .isNotBlank();
            }
        }
        assertThat(choiceDepth(route)).isLessThanOrEqualTo(1);
    }

    @Test
    void everyPlaceholderIsDocumented() throws IOException {
        String documented = Files.readString(Path.of("config/application.yaml"));
        for (Path file : routeFiles()) {
            Matcher matcher = PLACEHOLDER.matcher(Files.readString(file));
            while (matcher.find()) {
                String last = matcher.group(1).substring(matcher.group(1).lastIndexOf('.') + 1);
                assertThat(documented).as("%s in %s", matcher.group(1), file).contains(last + ":");
            }
        }
    }

    @Test
    void everyDirectTargetExists() throws IOException {
        Set<String> sources = new HashSet<>();
        Set<String> targets = new HashSet<>();
        for (Path file : routeFiles()) {
            JsonNode root = YAML.readTree(file.toFile());
            String from =
                    entity(root).path("from").path("parameters").path("name").asText("");
            sources.add(from);
            root.findParents("uri").stream()
                    .filter(node -> node.path("uri").asText().equals("direct") && !node.has("steps"))
                    .forEach(node ->
                            targets.add(node.path("parameters").path("name").asText()));
        }
        assertThat(sources).containsAll(targets);
    }

    @Test
    void onlyOneFileIsTheFirewall() throws IOException {
        List<String> holders = new ArrayList<>();
        for (Path file : routeFiles()) {
            if (!YAML.readTree(file.toFile()).findValues("onException").isEmpty()) {
                holders.add(file.getFileName().toString());
            }
        }
        assertThat(holders).containsOnlyOnce("error-firewall.camel.yaml");
    }

    private static JsonNode entity(JsonNode root) {
        return root.get(0).elements().next();
    }

    private static List<JsonNode> steps(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode list : node.findValues("steps")) {
            list.forEach(found::add);
            list.forEach(step -> found.addAll(steps(step)));
        }
        return found;
    }

    private static int choiceDepth(JsonNode node) {
        int deepest = 0;
        for (JsonNode choice : node.findValues("choice")) {
            deepest = Math.max(deepest, 1 + choiceDepth(choice));
        }
        return deepest;
    }
}
