package io.mehari.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

class ErrorPatternsReaderTest {
    @Test
    void readsTheShippedFile() {
        List<ErrorCategory> categories = ErrorPatternsReader.read(
                        new ClassPathResource("mehari/config/error-patterns.yaml"))
                .categories();
        assertThat(categories)
                .extracting(ErrorCategory::name)
                .containsExactly(
                        "TIMEOUT",
                        "RATE_LIMITED",
                        "RESOURCE_EXHAUSTED",
                        "AUTHENTICATION",
                        "SESSION_INVALID",
                        "SERVER_ERROR",
                        "PERMISSION",
                        "NETWORK",
                        "CONNECTION",
                        "DATABASE",
                        "VALIDATION",
                        "UNKNOWN");
    }

    @Test
    void namesEveryProblemWithItsLine() {
        InvalidErrorPatternsException refusal = refusalOf("""
                colour: red
                categories:
                  - name: DATABASE
                    pattern: [connection]
                    patterns: ['(unclosed', fine]
                  - patterns: [x]
                  - name: database
                    patterns: []
                  - name: 1st
                    outcomes: [success, timed_out]
                  - name: EARLY
                  - name: LATE
                    patterns: text
                    name: AGAIN
                """);
        assertThat(refusal.problems())
                .containsExactly(
                        "line 1: unknown key 'colour' in the file",
                        "line 4: unknown key 'pattern' in a category",
                        "line 5: '(unclosed' is not a regular expression: Unclosed group",
                        "line 6: a category needs a name",
                        "line 7: the category database stands twice",
                        "line 8: patterns must not be empty; leave the key out instead",
                        "line 9: the name '1st' is not a letter followed by up to 63 letters, digits, '_' or '-'",
                        "line 10: 'success' is not an outcome of a failure; those are"
                                + " tool_error, unavailable, timed_out, upstream_error, bad_upstream, outcome_unknown, internal",
                        "line 12: this category can never match: the one before it takes everything",
                        "line 14: the key name stands twice in a category",
                        "line 13: patterns must be a list");
        assertThat(refusal).hasMessageContaining("has 11 problems").hasMessageContaining("[test]");
    }

    /** Files that people have know nothing of severity and recovery. */
    @Test
    void fillsInWhatAFileDoesNotSay() {
        assertThat(ErrorPatternsReader.read(resource("""
                        categories:
                          - {name: DISK_FULL, patterns: [disk]}
                          - {name: Validation, patterns: [bad]}
                          - {name: LATE, outcomes: [timed_out], severity: critical, recoverable: false, recover: call-me}
                        """)).categories())
                .extracting(ErrorCategory::severity, ErrorCategory::recoverable, ErrorCategory::route)
                .containsExactly(
                        tuple(Severity.MEDIUM, true, "recover-disk-full"),
                        tuple(Severity.MEDIUM, false, "recover-validation"),
                        tuple(Severity.CRITICAL, false, "call-me"));
    }

    /** Routes that are called by the name of their category need not be there; those that are named must. */
    @Test
    void tellsWhichRoutesAreNamedAndWhere() {
        assertThat(ErrorPatternsReader.read(resource("""
                        categories:
                          - {name: A, patterns: [a]}
                          - {name: B, patterns: [b], recover: call-me}
                          - {name: C, patterns: [c], recover: ask-archive}
                          - {name: D, patterns: [d], recover: call-me}
                        """)).routes())
                .containsOnly(entry("call-me", "line 3, category B"), entry("ask-archive", "line 4, category C"));
    }

    @Test
    void namesEveryProblemOfRecovery() {
        assertThat(refusalOf("""
                        categories:
                          - {name: A, patterns: [a], severity: bad}
                          - {name: B, patterns: [b], recoverable: maybe}
                          - {name: C, patterns: [c], recover: 'direct:x'}
                        """).problems())
                .containsExactly(
                        "line 2: 'bad' is no severity; those are low, medium, high, critical",
                        "line 3: recoverable is 'maybe'; it must be true or false",
                        "line 4: recover is 'direct:x'; it must be the name of a route from direct:, such as"
                                + " recover-database");
    }

    @Test
    void refusesWhatIsNotYaml() {
        assertThat(refusalOf("categories:\n  - name: [unclosed\n").problems())
                .singleElement()
                .asString()
                .startsWith("line 3: is not YAML: ");
        assertThat(refusalOf("a\u0000b").problems()).singleElement().asString().startsWith("is not YAML: ");
    }

    @Test
    void refusesFilesWithoutCategories() {
        assertThat(refusalOf("").problems()).containsExactly("the file is empty; it needs the key categories");
        assertThat(refusalOf("{}").problems()).containsExactly("line 1: the key categories is missing");
        assertThat(refusalOf("categories: yes").problems()).containsExactly("line 1: categories must be a list");
        assertThat(refusalOf("- a").problems())
                .containsExactly(
                        "line 1: the file must be a mapping with the keys categories",
                        "line 1: the key categories is missing");
    }

    @Test
    void refusesEntriesOfTheWrongKind() {
        assertThat(refusalOf("categories: [text, {name: [a]}, {name: A, patterns: [{}]}]")
                        .problems())
                .contains(
                        "line 1: a category must be a mapping with the keys name, outcomes, patterns, recover,"
                                + " recoverable, severity",
                        "line 1: name must be text",
                        "line 1: patterns must be text");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        InvalidErrorPatternsException refusal = refusalOf(new ClassPathResource("nowhere.yaml"));
        assertThat(refusal.problems()).singleElement().asString().startsWith("cannot be read: ");
        assertThat(refusal).hasMessageContaining("nowhere.yaml");
    }

    @Test
    void refusesFilesBeyondItsBound() {
        assertThat(refusalOf("# " + "x".repeat(300_000) + "\ncategories: []").problems())
                .singleElement()
                .asString()
                .contains("is not YAML");
    }

    private static InvalidErrorPatternsException refusalOf(String yaml) {
        return refusalOf(resource(yaml));
    }

    private static Resource resource(String yaml) {
        return new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), "test");
    }

    private static InvalidErrorPatternsException refusalOf(Resource file) {
        return catchThrowableOfType(InvalidErrorPatternsException.class, () -> ErrorPatternsReader.read(file));
    }
}
