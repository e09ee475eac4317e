package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.launch.Launch;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlainStartTest {
    private static final Map<String, String> VARIABLES =
            Map.of("MEHARI_API_KEY", "key-of-the-environment", "MCPO_CONNECTION_TIMEOUT", "3", "MCPO_NONE", "x");

    /** What is read here is what the library reads from the same words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--port 9000",
                "--port=9000 --config=a/b.json",
                "-p 0 -c b.json -h 0.0.0.0",
                "--host ::1 --mehari.data.max-body=1MB --port 8000",
                "--mehari.data.port=1 --mehari.security.strict=true",
                "--config /srv/a=b/c.json",
            })
    void isTheSameAsByTheLibrary(String line) {
        Arguments arguments = Arguments.of(line.isEmpty() ? new String[0] : line.split(" "));
        Optional<Launch> plain = PlainStart.of(arguments, new EnvironmentNames(VARIABLES));

        assertThat(plain).isPresent();
        Launch whole = byTheLibrary(arguments);
        assertThat(plain.get().settings()).isEqualTo(whole.settings());
        assertThat(plain.get().keyHash()).isEqualTo(whole.keyHash()).isPresent();
        assertThat(plain.get().options()).isEqualTo(whole.options());
        assertThat(plain.get().warnings()).isEqualTo(whole.warnings()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "--port",
                "--port x",
                "--port 08",
                "--port -1",
                "--port 99999999999",
                "--port 1 --port 2",
                "-p9000",
                "-p=9000",
                "--config a/",
                "--config @file",
                "--config=",
                "--config 'a'",
                "--host --port",
                "--prot 9000",
                "--help",
                "--port 9000 --help",
                "--api-key k",
                "--port 9000 -- npx server",
                "9000",
            })
    void leavesEverythingElseToTheLibrary(String line) {
        assertThat(PlainStart.of(Arguments.of(line.split(" ")), new EnvironmentNames(Map.of())))
                .isEmpty();
    }

    @Test
    void leavesLevelsOfTheEnvironmentToTheLibrary() {
        assertThat(PlainStart.of(Arguments.of(), new EnvironmentNames(Map.of("LOG_LEVEL", "loud"))))
                .isEmpty();
    }

    private static Launch byTheLibrary(Arguments arguments) {
        ServeCommand serve = new ServeCommand(new EnvironmentNames(VARIABLES));
        serve.take(arguments);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        int code = new CommandLine(serve)
                .setOut(nowhere)
                .setErr(nowhere)
                .execute(arguments.own().toArray(String[]::new));
        assertThat(code).isZero();
        return serve.launch().orElseThrow();
    }
}
