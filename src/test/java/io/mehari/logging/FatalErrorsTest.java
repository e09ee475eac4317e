package io.mehari.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FatalErrorsTest {
    private final List<Integer> ends = new ArrayList<>();

    @BeforeEach
    void watch() {
        FatalErrors.endBy(ends::add);
    }

    @AfterEach
    void putBack() {
        FatalErrors.endBy(Runtime.getRuntime()::halt);
    }

    @Test
    void anExhaustedHeapThatIsLoggedEndsTheProcessWhateverItIsWrappedIn() {
        LogFixture log = new LogFixture();
        log.logger("org.other").warn("x", new IllegalStateException(new OutOfMemoryError("Java heap space")));
        log.logger("org.other").error("x {}", 1, new OutOfMemoryError("GC overhead limit exceeded"));
        log.logger("org.other").info("x", new OutOfMemoryError("Java heap space"));
        assertThat(ends).containsExactly(3, 3, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot reserve 16777216 bytes of direct buffer memory (allocated: 1, limit: 2)",
                "Direct buffer memory",
                "unable to create native thread: possibly out of memory or process/resource limits reached",
                "Map failed"
            })
    void tooLittleMemoryElsewhereEndsOnlyWhatAskedForIt(String message) {
        FatalErrors.endIfFatal(new OutOfMemoryError(message));
        FatalErrors.endIfFatal(new StackOverflowError());
        FatalErrors.endIfFatal(new OutOfMemoryError("failed to allocate, of a pool of Netty's") {
            private static final long serialVersionUID = 1L;
        });
        assertThat(ends).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dies", "logs"})
    void theProcessReallyEndsWithThatCode(String how) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HungryProcess.class.getName(),
                        how))
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(said).contains("Mehari ends with exit code 3 because the Java heap is exhausted");
        } finally {
            process.destroyForcibly();
        }
    }
}
