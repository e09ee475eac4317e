package io.mehari.catalog.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Patterns match what they match in JavaScript. The table was made once by node v20.20.2: each expression compiled with
 * the flag u, or without it if that fails; the texts that it found something in and those it did not. An expression without
 * texts is none.
 */
class EcmaPatternTest {
    static List<JsonNode> table() throws IOException {
        try (InputStream stream = EcmaPatternTest.class.getResourceAsStream("ecma-patterns.jsonl")) {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                rows.add(Json.read(line));
            }
            return rows;
        }
    }

    @Test
    void theTableIsLong() throws IOException {
        assertThat(table()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("table")
    void matchesAsJavaScriptDoes(JsonNode row) throws UnknownPatternException {
        String expression = row.path("e").textValue();
        if (!row.has("yes")) {
            assertThatThrownBy(() -> new BoundedPattern(expression)).isInstanceOf(UnknownPatternException.class);
            return;
        }
        BoundedPattern pattern = new BoundedPattern(expression);
        row.path("yes")
                .forEach(text -> assertThat(pattern.matches(text.textValue()))
                        .as(text.toString())
                        .isTrue());
        row.path("no")
                .forEach(text -> assertThat(pattern.matches(text.textValue()))
                        .as(text.toString())
                        .isFalse());
    }

    @Test
    void namedGroupsOfPythonAreUnderstood() throws UnknownPatternException {
        BoundedPattern pattern = new BoundedPattern("^(?P<user_name>[a-z]+)@(?P<host>[a-z.]+)$");
        assertThat(pattern.matches("me@example.org")).isTrue();
        assertThat(pattern.matches("example.org")).isFalse();
    }

    @Test
    void lettersOfBothCasesMatchWhereTheExpressionBeginsSo() throws UnknownPatternException {
        assertThat(new BoundedPattern("(?i)^abc$").matches("aBC")).isTrue();
        assertThat(new BoundedPattern("^a(?i:b)$").matches("aB")).isTrue();
        assertThat(new BoundedPattern("^a(?i:b)$").matches("Ab")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?s)a",
                "(?P=x)",
                "a(?#comment)",
                "(?(1)a|b)",
                "a*+",
                "\\p{Emoji}",
                "(?P<a",
                "\\P{Any}",
                "\\p{Nope}",
                "\\u{110000}",
                "^(?:(a)|b)*\\1$"
            })
    void whatIsNotKnownIsSaidToBe(String expression) {
        assertThatThrownBy(() -> new BoundedPattern(expression))
                .isInstanceOf(UnknownPatternException.class)
                .hasMessageMatching("\\S.*");
    }

    @Test
    void anExpressionThatIsTooLongIsNotCompiled() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> new BoundedPattern("a".repeat(2_000_000)))
                        .isInstanceOf(UnknownPatternException.class)
                        .hasMessageContaining("5000"));
    }

    @Test
    void groupsThatAreNestedTooDeepAreNotCompiled() {
        String expression = "(".repeat(2_000) + "a" + ")".repeat(2_000);
        try {
            assertThat(new BoundedPattern(expression).matches("a")).isTrue(); // a large stack
        } catch (UnknownPatternException e) {
            assertThat(e).hasMessageMatching(".*(nested|overflow).*");
        }
    }
}
