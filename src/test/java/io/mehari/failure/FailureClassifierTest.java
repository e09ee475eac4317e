package io.mehari.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class FailureClassifierTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final FailureClassifier SHIPPED =
            FailureClassifier.read(new ClassPathResource("mehari/config/error-patterns.yaml"));

    /** S0.12: the patterns of the sources, for what tools say. */
    @ParameterizedTest
    @CsvSource({
        "lost connection to the server,DATABASE",
        "statement TIMEOUT,DATABASE",
        "Deadlock found,DATABASE",
        "socket closed,NETWORK",
        "the peer refused,NETWORK",
        "host unreachable,NETWORK",
        "Invalid date,VALIDATION",
        "missing argument,VALIDATION",
        "name is Required,VALIDATION",
        "access denied,PERMISSION",
        "401 Unauthorized,PERMISSION",
        "FORBIDDEN,PERMISSION",
        "it broke,UNKNOWN"
    })
    void knowsTheShippedCategories(String message, String category) {
        ObjectNode error = Json.object().put("code", -32000).put("message", message);
        assertThat(SHIPPED.categoryOf(Failed.upstreamError("files", "An error", error)))
                .isEqualTo(category);
        assertThat(SHIPPED.classifyToolError(message).category()).isEqualTo(category);
    }

    static Stream<Arguments> failuresOfServers() {
        return Stream.of(
                arguments(
                        Failed.asksToWait("s", "Upstream s limits how often it is called (status 429)", SOON),
                        "RATE_LIMITED",
                        Severity.LOW,
                        true,
                        false),
                arguments(
                        Failed.limited("s", "The circuit breaker of s/t is open: at least 50 %", SOON),
                        "RESOURCE_EXHAUSTED",
                        Severity.MEDIUM,
                        true,
                        false),
                arguments(
                        Failed.badUpstream("s", "Upstream s refused the gateway's credentials (status 401)", null),
                        "AUTHENTICATION",
                        Severity.CRITICAL,
                        false,
                        true),
                arguments(
                        Failed.badUpstream(
                                "s",
                                "Upstream s answered with status 404 and does not know its own"
                                        + " sessions, twice in a row",
                                null),
                        "SESSION_INVALID",
                        Severity.MEDIUM,
                        true,
                        true),
                arguments(
                        Failed.badUpstream("s", "Upstream s answered with status 500 and the text: denied", null),
                        "SERVER_ERROR",
                        Severity.HIGH,
                        true,
                        true),
                arguments(
                        Failed.badUpstream("s", "Upstream s sent an answer that is invalid JSON", null),
                        "SERVER_ERROR",
                        Severity.HIGH,
                        true,
                        true),
                arguments(
                        Failed.outcomeUnknown("s", "Upstream s lost the connection before it answered"),
                        "CONNECTION",
                        Severity.HIGH,
                        true,
                        true),
                arguments(
                        Failed.down("s", "Upstream s did not become ready within 5 s", SOON),
                        "CONNECTION",
                        Severity.HIGH,
                        true,
                        false),
                arguments(
                        Failed.down("s", "Upstream s could not be reached: h:1 refuses connections", SOON),
                        "NETWORK",
                        Severity.HIGH,
                        true,
                        false),
                arguments(Failed.timedOut("s", "Upstream s did not answer"), "TIMEOUT", Severity.MEDIUM, true, true),
                arguments(Failed.internal("The gateway failed on this call"), "UNKNOWN", Severity.MEDIUM, true, true));
    }

    /** S1.3: class, severity, whether it can be recovered, whether the tool may have run. */
    @ParameterizedTest
    @MethodSource("failuresOfServers")
    void saysWhatAFailureIs(
            Failed failure, String category, Severity severity, boolean recoverable, boolean mayHaveRun) {
        String route = "recover-" + category.toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(SHIPPED.classify(failure))
                .isEqualTo(new FailureClass(category, severity, recoverable, mayHaveRun, route));
    }

    /** Texts of the gateway itself, as they stand in dead letters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "could not be reached: 127.0.0.1:9 refuses connections; see whether the server is running; NETWORK",
                "could not be reached: 10.0.0.1:80 did not accept a connection within 5 s; NETWORK",
                "could not be reached at h:1: the connection could not be made; NETWORK",
                "could not be reached: the name nowhere.invalid could not be resolved; NETWORK",
                "closed or lost the connection before it answered; CONNECTION",
                "connect ECONNREFUSED 127.0.0.1:5432; NETWORK",
                "getaddrinfo ENOTFOUND db.example.com; NETWORK",
                "refused the gateway's credentials (status 401); check the server's headers; AUTHENTICATION",
                "answered with status 429; CONNECTION"
            })
    void tellsTheGatewaysOwnWordsFromThoseOfTools(String row) {
        int last = row.lastIndexOf(';');
        assertThat(SHIPPED.categoryOf(Failed.down("files", row.substring(0, last), Duration.ofSeconds(1))))
                .isEqualTo(row.substring(last + 1).strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upstream files did not answer tool read within 120 s (timeout.attempt); the server was asked to cancel",
                "The call to files/read was not answered within 300000 ms (timeout.total), retries included",
                "access denied, connection refused"
            })
    void aCallThatTimedOutIsATimeoutWhateverItsMessage(String message) {
        assertThat(SHIPPED.categoryOf(Failed.timedOut("files", message))).isEqualTo("TIMEOUT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(a|a)*\\d$", "(a+)+$", "(.*a){20}b", "(a|aa)+$x", "(?:a|b)*c", "^(([a-z])+.)+[A-Z]([a-z])+$"})
    @Timeout(20)
    void aPatternThatBacktracksWithoutEndIsPassedOver(String pattern) {
        FailureClassifier classifier = classifier("categories:\n  - {name: ENDLESS, patterns: ['" + pattern
                + "']}\n  - {name: LETTERS, patterns: [aaa]}\n");
        ObjectNode error = Json.object().put("message", "a".repeat(60) + "!" + "a".repeat(3_000) + "!");
        assertThat(classifier.categoryOf(Failed.upstreamError("files", "aaa", error)))
                .isEqualTo("LETTERS");
    }

    @Test
    @Timeout(20)
    void manySuchPatternsHaveOneBudget() {
        String endless = "'(a|a)*\\d$', ".repeat(2_000);
        FailureClassifier classifier =
                classifier("categories:\n  - {name: ENDLESS, patterns: [" + endless + "'(a+)+!']}\n");
        assertThat(classifier.categoryOf(Failed.badUpstream("files", "a".repeat(60), null)))
                .isEqualTo("UNKNOWN");
    }

    @Test
    void looksAtTheErrorOfTheUpstream() {
        ObjectNode error = Json.object().put("code", -32000).put("message", "Permission denied");
        assertThat(SHIPPED.categoryOf(Failed.badUpstream("files", "The server gave an error", error)))
                .isEqualTo("PERMISSION");
    }

    @Test
    void takesTheFirstCategoryThatMatches() {
        FailureClassifier classifier = classifier("""
                categories:
                  - {name: FIRST, patterns: [one, shared]}
                  - {name: SECOND, patterns: [two, shared]}
                """);
        assertThat(classifier.categoryOf(Failed.internal("shared"))).isEqualTo("FIRST");
        assertThat(classifier.categoryOf(Failed.internal("two"))).isEqualTo("SECOND");
        assertThat(classifier.categoryOf(Failed.internal("three"))).isEqualTo("UNKNOWN");
    }

    @Test
    void choosesByOutcomeAloneOrTogetherWithPatterns() {
        FailureClassifier classifier = classifier("""
                categories:
                  - {name: SLOW_DISK, outcomes: [timed_out], patterns: [disk]}
                  - {name: SLOW, outcomes: [timed_out, unavailable]}
                  - {name: DISK, patterns: [disk]}
                  - {name: REST}
                """);
        assertThat(classifier.categoryOf(Failed.timedOut("files", "disk"))).isEqualTo("SLOW_DISK");
        assertThat(classifier.categoryOf(Failed.timedOut("files", "net"))).isEqualTo("SLOW");
        assertThat(classifier.categoryOf(Failed.down("files", "disk", Duration.ofSeconds(1))))
                .isEqualTo("SLOW");
        assertThat(classifier.categoryOf(Failed.internal("disk"))).isEqualTo("DISK");
        assertThat(classifier.categoryOf(Failed.internal("net"))).isEqualTo("REST");
    }

    @Test
    void readsTheOutcomeCodeOnALineOfItsOwn() {
        FailureClassifier classifier = classifier("""
                categories:
                  - {name: LATE, patterns: ['(?m)^timed_out$']}
                """);
        assertThat(classifier.categoryOf(Failed.timedOut("files", "message"))).isEqualTo("LATE");
        assertThat(classifier.categoryOf(Failed.internal("it timed_out"))).isEqualTo("UNKNOWN");
    }

    @Test
    void looksAtNoMoreThanItsBoundOfEachMessage() {
        String padding = "x".repeat(FailureClassifier.MAX_TEXT / 2);
        ObjectNode error = Json.object().put("message", padding + "denied");
        assertThat(SHIPPED.categoryOf(Failed.badUpstream("files", padding + "denied", error)))
                .isEqualTo("UNKNOWN");
        assertThat(SHIPPED.categoryOf(Failed.badUpstream("files", "denied", error)))
                .isEqualTo("PERMISSION");
    }

    private static FailureClassifier classifier(String yaml) {
        return FailureClassifier.read(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), "test"));
    }

    static Stream<Arguments> thrownByRoutes() {
        String http = "Netty HTTP operation failed invoking http://h:1/x with statusCode: ";
        return Stream.of(
                arguments(new java.net.ConnectException("Connection refused: h:1"), "NETWORK"),
                arguments(
                        new RuntimeException("wrapped", new java.net.UnknownHostException("host unreachable")),
                        "NETWORK"),
                arguments(new java.util.concurrent.TimeoutException("30 s"), "TIMEOUT"),
                arguments(new RuntimeException("wrapped", new java.net.SocketTimeoutException("Read")), "TIMEOUT"),
                arguments(new java.sql.SQLException("Deadlock found"), "DATABASE"),
                arguments(new IllegalStateException(http + "503, redirectLocation: null"), "SERVER_ERROR"),
                arguments(new IllegalStateException(http + "429, redirectLocation: null"), "RATE_LIMITED"),
                arguments(new ToolCallException(Failed.down("s", "Upstream s is down", SOON)), "CONNECTION"),
                arguments(new ToolCallException(Failed.timedOut("s", "late")), "TIMEOUT"),
                arguments(new IllegalStateException("odd"), "UNKNOWN"));
    }

    /** By the innermost cause. A route may have run in part, whatever was thrown in it. */
    @ParameterizedTest
    @MethodSource("thrownByRoutes")
    void classifiesWhatToolRoutesThrow(Throwable thrown, String category) {
        ToolCallException carried = new ToolCallException(Failed.thrownByRoute("camel", "It failed"), thrown);
        FailureClass known = SHIPPED.classifyThrown(carried);
        assertThat(known.category()).isEqualTo(category);
        assertThat(known.mayHaveRun()).isTrue();
    }
}
