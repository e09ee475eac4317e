package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.sun.net.httpserver.HttpServer;
import io.mehari.protocol.Json;
import io.mehari.support.NginxProgram;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code deploy} as far as they can be checked without containers. */
class DeploymentIT {
    private static final Path DEPLOY = Path.of("deploy");
    private static final Pattern WANTED = Pattern.compile("\\$\\{(\\w+):\\?[^}]+}");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|API_KEY|SECRET)");

    /** Names that stand for options, and for the launcher. */
    private static final Set<String> NO_SETTINGS = Set.of("MEHARI_API_KEY", "MEHARI_JAVA_OPTS");

    @TempDir
    Path directory;

    @Test
    void composeFollowsTheSchemaOfItsSpecification() throws IOException {
        ObjectNode specification =
                (ObjectNode) Json.read(Files.readAllBytes(Path.of("src/test/resources/compose/compose-spec.json")));
        specification.remove(
                List.of("$schema", "$id")); // names draft 7 by an address of its own, and itself by no address
        Schema schema = SchemaRegistry.withDialect(Dialects.getDraft7()).getSchema(specification);
        assertThat(schema.validate(compose())).isEmpty();
        JsonNode broken = compose().deepCopy();
        broken.withObject("/services/nginx").put("healthchek", "off");
        assertThat(schema.validate(broken))
                .as("the schema refuses what is not in it")
                .isNotEmpty();
    }

    @Test
    void noPasswordStandsInComposeAndEachOneIsAskedForInTheExample() throws IOException {
        Set<String> wanted = new TreeSet<>();
        for (JsonNode service : compose().path("services")) {
            service.path("environment").properties().stream()
                    .filter(variable -> SECRET.matcher(variable.getKey()).matches())
                    .forEach(variable -> {
                        Matcher value = WANTED.matcher(variable.getValue().asText());
                        assertThat(value.matches()).as(variable.toString()).isTrue();
                        wanted.add(value.group(1));
                    });
        }
        Set<String> example = Files.readAllLines(DEPLOY.resolve("secrets.env.example")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .peek(line -> assertThat(line).as("without a value").endsWith("="))
                .map(line -> line.replace("=", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(wanted).isEqualTo(example).hasSize(4);
    }

    @Test
    void whatTheGatewaysAreGivenAreSettings() throws IOException {
        Set<String> known = new TreeSet<>();
        Path metadata = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
        for (JsonNode property : Json.read(Files.readAllBytes(metadata)).path("properties")) {
            String name = property.path("name").asText();
            known.add(name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT));
        }
        for (int i = 1; i <= 3; i++) {
            assertThat(compose().at("/services/gateway-" + i + "/environment").properties())
                    .extracting(Map.Entry::getKey)
                    .filteredOn(name -> !NO_SETTINGS.contains(name))
                    .hasSizeGreaterThanOrEqualTo(5)
                    .allSatisfy(name -> assertThat(known).contains(name));
        }
    }

    @Test
    void gatewaysShareWhatCanBeSharedAndEachHasItsOwnAddress() throws IOException {
        for (int i = 1; i <= 3; i++) {
            String name = "gateway-" + i;
            JsonNode variables = compose().at("/services/" + name + "/environment");
            assertThat(variables.path("MEHARI_INSTANCES_ID").asText()).isEqualTo(name);
            assertThat(variables.path("MEHARI_INSTANCES_ADDRESS").asText()).isEqualTo("http://" + name + ":8000");
            for (String shared : List.of(
                    "INSTANCES_ENABLED", "MCP_FORWARDING_ENABLED", "REST_IDEMPOTENCY_SHARED", "RATELIMIT_SHARED")) {
                assertThat(variables.path("MEHARI_" + shared).asText())
                        .as(shared)
                        .isEqualTo("true");
            }
        }
        assertThat(compose().at("/services/gateway-1/environment").properties())
                .as("what all have is there, too")
                .extracting(Map.Entry::getKey)
                .contains("MEHARI_REDIS_URL", "MEHARI_DATABASE_URL");
    }

    @Test
    void whatIsMountedIsThereAndNginxKnowsTheGatewaysByTheirNames() throws IOException {
        String nginx = Files.readString(DEPLOY.resolve("nginx.conf"));
        for (Map.Entry<String, JsonNode> service : compose().path("services").properties()) {
            for (JsonNode volume : service.getValue().path("volumes")) {
                String from = volume.asText().split(":", 2)[0];
                assertThat(
                                from.startsWith(".")
                                        ? Files.exists(DEPLOY.resolve(from))
                                        : compose().path("volumes").has(from))
                        .as(volume.asText())
                        .isTrue();
            }
            assertThat(service.getValue().path("image").asText())
                    .doesNotEndWith("latest")
                    .contains(":");
            assertThat(service.getValue().path("healthcheck").path("test")).isNotEmpty();
            if (service.getKey().startsWith("gateway-")) {
                assertThat(nginx).contains(service.getKey() + ":8000 ", service.getKey() + ":8765 ");
            }
        }
    }

    @Test
    @Requires(Requirement.NGINX)
    void nginxTakesItsConfiguration() throws IOException {
        assertThat(NginxProgram.checked(directory))
                .contains("test is successful")
                .doesNotContain("[warn]", "[emerg]");
    }

    @Test
    @Requires(Requirement.BASH)
    void aContainerIsHealthyWhileItsGatewayIsReady() throws IOException, InterruptedException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger status = new AtomicInteger(200);
        gateway.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        gateway.start();
        int port = gateway.getAddress().getPort();
        try {
            assertThat(ready(port)).isZero();
            status.set(503);
            assertThat(ready(port)).isNotZero();
        } finally {
            gateway.stop(0);
        }
        assertThat(ready(port)).as("nobody listens").isNotZero();
    }

    private static int ready(int port) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Requirement.BASH.path().toString(),
                        DEPLOY.resolve("ready.sh").toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** As compose reads it: anchors and merged maps are resolved. */
    private static JsonNode compose() throws IOException {
        return Json.MAPPER.valueToTree(new Yaml().load(Files.readString(DEPLOY.resolve("compose.yaml"))));
    }
}
