package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.component.generation.Generation;
import io.mehari.routes.check.RouteMistakeFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a check calls an error is refused by a gateway, with every error in the message; a warning is not. */
class RefusedSetTest extends ServingGatewayFixture {
    static Stream<String> names() {
        return RouteMistakeFiles.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void errorsAreRefusedAllAtOnce(String name) throws Exception {
        List<String> errors = RouteMistakeFiles.expected(name).stream()
                .filter(line -> line.startsWith("error "))
                .map(line -> line.split(" ", 4)[3])
                .toList();
        Generation before = gateway.running.current().orElseThrow();
        String file = "tools/" + name + ".camel.yaml";
        gateway.write(file, new String(RouteMistakeFiles.content(name), StandardCharsets.UTF_8));
        try {
            if (errors.isEmpty()) {
                gateway.reload();
                assertThat(gateway.running.current().orElseThrow()).isNotSameAs(before);
                return;
            }
            CompletionException refused = Assertions.catchThrowableOfType(CompletionException.class, gateway::reload);
            assertThat(refused).hasCauseInstanceOf(InvalidRoutesException.class);
            assertThat(refused.getCause().getMessage()).contains(errors).contains(file);
            assertThat(gateway.running.current()).contains(before);
        } finally {
            Files.delete(gateway.routes.resolve(file));
        }
    }

    @Test
    void mistakesOfSeveralFilesStandInOneMessage() throws Exception {
        gateway.write("tools/a.camel.yaml", "- route:\n    id: a\n    from:\n      uri: nosuch:a\n      steps: []\n");
        gateway.write("tools/b.camel.yaml", "- route: [");
        try {
            Assertions.assertThatThrownBy(gateway::reload)
                    .hasMessageContaining("The route files have ")
                    .hasMessageContaining("tools/a.camel.yaml, line 4, column 12: there is no component nosuch")
                    .hasMessageContaining("tools/b.camel.yaml, line 1, column 11: not YAML");
        } finally {
            Files.delete(gateway.routes.resolve("tools/a.camel.yaml"));
            Files.delete(gateway.routes.resolve("tools/b.camel.yaml"));
        }
    }
}
