package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.commons.text.WordUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.context.TestPropertySource;

/**
 * Every shipped route file, the Kamelet included, against the rules of routes/README.md and Camel's schemas; and the
 * examples, whose comments are longer.
 */
class RouteStyleTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path ROUTES = Path.of("routes");
    private static final Path EXAMPLES = Path.of("docs/examples");
    private static final int MOST_STEPS = 8;
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9.-]+)(?::[^}]*)?}}");
    private static Schema dsl;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream stream = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            dsl = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new ObjectMapper().readTree(stream));
        }
    }

    static List<Path> files() {
        return Stream.of(ROUTES, EXAMPLES)
                .flatMap(folder -> below(folder).stream())
                .toList();
    }

    static List<Path> shipped() {
        return below(ROUTES);
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !read(file).at("/0/beans").isArray())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void followsTheSchemaOfTheDsl(Path file) {
        JsonNode list = isKamelet(file)
                ? YAML.createArrayNode().add(read(file).at("/spec/template").deepCopy())
                : read(file);
        assertThat(dsl.validate(list)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void fitsOnAScreenAndHasItsOneCommentOnTop(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSizeLessThanOrEqualTo(isExample(file) ? 100 : 60);
        assertThat(lines.get(0)).startsWith("# ");
        while (isExample(file) && lines.get(1).startsWith("# ")) {
            lines.remove(0);
        }
        assertThat(lines).noneMatch(line -> line.contains("\t") || line.endsWith(" "));
        assertThat(lines.subList(1, lines.size()))
                .as("comments below the header are lost when the visual editor saves")
                .noneMatch(line -> line.strip().startsWith("#") || line.contains(" #"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdsOneThingNamedLikeTheFile(Path file) {
        JsonNode root = read(file);
        JsonNode entity = entity(file);
        if (isKamelet(file)) {
            assertThat(root.at("/metadata/name").asText()).isEqualTo(nameOf(file));
            assertThat(root.at("/spec/definition/description").asText()).isNotBlank();
        } else {
            assertThat(root).hasSize(1);
            assertThat(root.get(0)).hasSize(1);
            assertThat(entity.path("id").asText()).isEqualTo(nameOf(file));
        }
        assertThat(nameOf(file)).matches(KEBAB);
        if (!isKamelet(file)) {
            assertThat(entity.path("description").asText()).isNotBlank().doesNotEndWith(".");
        }
    }

    /** What examples do is tested by {@code ExamplesTest}. */
    @ParameterizedTest
    @MethodSource("shipped")
    void hasATestOfItsOwn(Path file) {
        String name = WordUtils.capitalize(nameOf(file), '-').replace("-", "") + "RouteTest";
        assertThat(testClass(name))
                .as("io.mehari.routes.%s, with route=%s", name, ROUTES.relativize(file))
                .hasValueSatisfying(type -> {
                    assertThat(Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                                    .flatMap(each -> Stream.of(each.getDeclaredMethods())))
                            .as("tests, its own or those of its kind")
                            .anyMatch(RouteStyleTest::isTest);
                    assertThat(type.getAnnotation(TestPropertySource.class).properties())
                            .containsExactly("route=" + ROUTES.relativize(file));
                });
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhereItsErrorsGo(Path file) {
        JsonNode route = entity(file);
        String folder = file.getParent().getFileName().toString();
        if (folder.equals("configuration") || folder.equals("maintenance") || isKamelet(file)) {
            return; // is where errors go, leaves them to the log, or is given no handler by GenerationBuilder
        }
        assertThat(route.has("routeConfigurationId")
                        || route.path("errorHandler").has("noErrorHandler"))
                .as("a stage without either fails in a handler of its own and the firewall never hears of it")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("files")
    void describesItsSteps(Path file) {
        List<JsonNode> steps = steps(entity(file));
        assertThat(steps).isNotEmpty();
        for (JsonNode step : steps) {
            JsonNode body = step.elements().next();
            if (!step.has("choice")) {
                assertThat(body.path("description").asText())
                        .as("description of step %s", step)
                        .isNotBlank();
            }
        }
    }

    /** A Kamelet makes several routes, whose steps cannot have the same names. */
    @ParameterizedTest
    @MethodSource("files")
    void namesItsSteps(Path file) {
        JsonNode route = entity(file);
        if (isKamelet(file)) {
            assertThat(route.findValues("id")).isEmpty();
            return;
        }
        if (route.has("from")) {
            assertThat(route.path("nodePrefixId").asText()).isEqualTo(nameOf(file) + ".");
            assertThat(route.at("/from/id").asText()).matches(KEBAB);
            assertThat(route.at("/from/description").asText()).isNotBlank();
        }
        String prefix = route.has("from") ? "" : nameOf(file) + ".";
        for (JsonNode step : steps(route)) {
            assertThat(step.elements().next().path("id").asText())
                    .as("id of step %s", step)
                    .startsWith(prefix)
                    .satisfies(id -> assertThat(id.substring(prefix.length())).matches(KEBAB));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsItsStepsFew(Path file) {
        assertThat(entity(file).findValues("steps")).isNotEmpty();
        assertThat(stepLists(entity(file))).allSatisfy(list -> assertThat(list).hasSizeLessThanOrEqualTo(MOST_STEPS));
        assertThat(choiceDepth(entity(file))).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("files")
    void writesEndpointsInTheLongForm(Path file) {
        for (JsonNode step : steps(entity(file))) {
            assertThat(step.elements().next().isObject()).as("step %s", step).isTrue();
        }
        assertThat(entity(file).findValuesAsText("uri")).noneMatch(uri -> uri.contains("?"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void itsPlaceholdersAreDocumented(Path file) throws IOException {
        JsonNode documented = YAML.readTree(Files.readString(Path.of("config/application.yaml")));
        JsonNode parameters = read(file).at("/spec/definition/properties");
        Matcher matcher = PLACEHOLDER.matcher(Files.readString(file));
        while (matcher.find()) {
            String name = matcher.group(1);
            if (isExample(file)) {
                assertThat(Files.readString(EXAMPLES.resolve("README.md"))).contains("`" + name + "`");
                continue;
            }
            JsonNode place = isKamelet(file) ? parameters : documented;
            assertThat(place.at("/" + name.replace('.', '/')).isMissingNode())
                    .as("%s in %s", name, isKamelet(file) ? "spec.definition.properties" : "config/application.yaml")
                    .isFalse();
        }
    }

    @Test
    void everyDirectTargetExists() {
        Set<String> sources = new HashSet<>();
        Set<String> targets = new HashSet<>();
        for (Path file : files()) {
            JsonNode from = entity(file).path("from");
            sources.add(directName(from));
            for (JsonNode step : steps(entity(file))) {
                targets.add(directName(step.elements().next()));
            }
        }
        targets.removeIf(target -> target.isEmpty() || target.contains("${"));
        assertThat(targets).contains("tool-call-record");
        assertThat(sources).containsAll(targets);
    }

    @Test
    void onlyOneFileIsTheFirewall() {
        assertThat(files().stream()
                        .filter(file -> !read(file).findValues("onException").isEmpty()))
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("error-firewall.camel.yaml");
    }

    private static Optional<Class<?>> testClass(String name) {
        try {
            return Optional.of(Class.forName("io.mehari.routes." + name, false, RouteStyleTest.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static boolean isExample(Path file) {
        return file.startsWith(EXAMPLES);
    }

    private static boolean isKamelet(Path file) {
        return file.toString().endsWith(".kamelet.yaml");
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(camel|kamelet)\\.yaml$", "");
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The route, or the route configuration, of a file. */
    private static JsonNode entity(Path file) {
        JsonNode root = read(file);
        return isKamelet(file)
                ? root.at("/spec/template")
                : root.get(0).elements().next();
    }

    /** The name behind {@code direct:}, in the long form or the short one; empty for another endpoint. */
    private static String directName(JsonNode endpoint) {
        String uri = endpoint.path("uri").asText();
        return uri.equals("direct")
                ? endpoint.at("/parameters/name").asText()
                : uri.startsWith("direct:") ? uri.substring("direct:".length()) : "";
    }

    private static List<JsonNode> steps(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        stepLists(node).forEach(list -> list.forEach(found::add));
        return found;
    }

    /** Lists below {@code from}, {@code policy}, {@code choice}, {@code split} and so on. */
    private static List<JsonNode> stepLists(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode list : node.findValues("steps")) {
            found.add(list);
            list.forEach(step -> found.addAll(stepLists(step)));
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
