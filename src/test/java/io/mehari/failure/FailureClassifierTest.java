package io.mehari.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class FailureClassifierTest {
    private static final FailureClassifier SHIPPED =
            FailureClassifier.read(new ClassPathResource("mehari/config/error-patterns.yaml"));

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
        assertThat(SHIPPED.categoryOf(Failed.outcomeUnknown("files", message))).isEqualTo(category);
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
}
