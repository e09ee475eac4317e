package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mehari.support.GatewayUnderTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * What a person reads when the gateway does not start: a description and what to do, no stack trace.
 *
 * @param description what is wrong
 * @param action what to do about it
 */
record RefusedStart(String description, String action) {
    /** Tries to start a gateway, which must not start. */
    static RefusedStart of(Path directory, Map<String, String> keys) {
        Throwable failure = catchThrowable(() ->
                GatewayUnderTest.start(directory, "{\"mcpServers\":{}}", keys).close());
        assertThat(failure).as("the gateway must not start with %s", keys).isNotNull();
        FailureAnalysis analysis = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((text, cause) -> {}))
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("People would be shown a stack trace", failure));
        return new RefusedStart(analysis.getDescription(), String.valueOf(analysis.getAction()));
    }
}
