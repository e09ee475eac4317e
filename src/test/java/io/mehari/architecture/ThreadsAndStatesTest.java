package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/threads.md} has every thread that is started, {@code docs/state-diagrams.md} every state. */
class ThreadsAndStatesTest {
    private static final Pattern THREAD = Pattern.compile("\"(mehari-[a-z-]*[a-z])");

    @Test
    void everyThread() throws IOException {
        Set<String> threads = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher name = THREAD.matcher(Files.readString(file));
                while (name.find()) {
                    threads.add(name.group(1));
                }
            }
        }
        List<String> rows = Files.readAllLines(Path.of("docs/threads.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(threads)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(rows)
                        .as("row of thread %s", name)
                        .anyMatch(row -> row.matches(".*`" + name + "(?:[-:`{].*|$)")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.mehari.upstream.UpstreamState",
                "io.mehari.upstream.lifecycle.PendingCall$Stage",
                "io.mehari.endpoint.http.HttpConnection$Phase"
            })
    void everyState(String type) throws ClassNotFoundException, IOException {
        String page = Files.readString(Path.of("docs/state-diagrams.md"));
        String name = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
        String diagram = page.substring(page.indexOf(name)).split("```", 3)[1];

        assertThat(Class.forName(type).getEnumConstants())
                .isNotEmpty()
                .allSatisfy(state -> assertThat(diagram).contains("--> " + state));
    }
}
