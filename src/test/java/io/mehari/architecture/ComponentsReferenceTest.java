package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S0.7: the component catalogue, which the jar carries for editors, has the options that the code has")
class ComponentsReferenceTest {
    private static final Path SERVICES = Path.of("src/main/resources/META-INF/services/org/apache/camel/component");
    private static final Path CATALOGUE = Path.of("src/main/resources/mehari/components");
    private static final boolean WRITE = Boolean.getBoolean("mehari.docs.write");

    static List<String> schemes() throws IOException {
        try (Stream<Path> services = Files.list(SERVICES)) {
            return services.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void everyComponentIsDescribedAsItIs(String scheme) throws IOException {
        Path file = CATALOGUE.resolve(scheme + ".json");
        JsonNode described = described(scheme).json();
        assertThat(described.at("/component/scheme").asText()).isEqualTo(scheme);
        assertThat(described.at("/component/description").asText()).isNotBlank();
        assertThat(described.path("properties"))
                .allSatisfy(option ->
                        assertThat(option.path("description").asText()).isNotBlank());
        if (WRITE) {
            Files.createDirectories(CATALOGUE);
            Files.writeString(file, pretty(described));
        }
        assertThat(file)
                .as("written by this test with -Dmehari.docs.write=true")
                .exists();
        assertThat(Files.readString(file))
                .as(file + " differs from the code; this test with -Dmehari.docs.write=true writes it")
                .isEqualTo(pretty(described));
    }

    @Test
    void nothingIsDescribedThatIsNotThere() throws IOException {
        try (Stream<Path> files = Files.list(CATALOGUE)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            schemes().stream().map(scheme -> scheme + ".json").toList());
        }
    }

    @Test
    void thePageHasEveryOption() throws IOException {
        new ReferenceTable("reference/components.md", "options")
                .mustBe(schemes().stream()
                        .flatMap(scheme -> described(scheme).rows().stream())
                        .toList());
    }

    private static ComponentDescription described(String scheme) {
        Properties service = new Properties();
        try (var stream = Files.newInputStream(SERVICES.resolve(scheme))) {
            service.load(stream);
            return new ComponentDescription(Class.forName(service.getProperty("class")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pretty(JsonNode tree) throws JsonProcessingException {
        return Json.MAPPER
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(tree)
                        .replace("\r\n", "\n") + "\n";
    }
}
