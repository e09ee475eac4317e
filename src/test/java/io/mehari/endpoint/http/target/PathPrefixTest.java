package io.mehari.endpoint.http.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPrefixTest {
    @ParameterizedTest
    @CsvSource({
        "'', /",
        "/, /",
        "x, /x/",
        "/x, /x/",
        "x/, /x/",
        "/x/y, /x/y/",
        "/x-1/Y.z_~/, /x-1/Y.z_~/",
        "/x/api, /x/api/"
    })
    void beginsAndEndsWithASlash(String given, String normalized) {
        assertThat(PathPrefix.normalized(given)).isEqualTo(normalized);
        assertThat(PathPrefix.problem(normalized)).isEmpty();
        assertThat(PathPrefix.of(normalized)).hasToString(normalized);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "/x//y",
                "/x y",
                "/%41",
                "/ä",
                "/x?y",
                "/x#y",
                "/.",
                "/..",
                "/x/../y",
                "http://host/x",
                "/{x}",
                "/x\\y",
                "/x\n"
            })
    void isAPlainPath(String given) {
        assertThat(PathPrefix.problem(PathPrefix.normalized(given)))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("expected a path such as /tools/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "/health", "/metrics/x", "openapi.json", "/mcp/"})
    void isNoneOfTheGatewaysOwnPaths(String given) {
        assertThat(PathPrefix.problem(PathPrefix.normalized(given)))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("begins with /"));
    }

    @Test
    void isCutOffOfWhatIsBelowIt() {
        PathPrefix prefix = PathPrefix.of("/x/y/");
        assertThat(prefix.rest(List.of("x", "y", "s", "t"))).containsExactly("s", "t");
        assertThat(prefix.rest(List.of("x", "y"))).isEmpty();
        assertThat(prefix.rest(List.of("x"))).isEmpty();
        assertThat(prefix.rest(List.of("x", "z", "s", "t"))).isEmpty();
        assertThat(PathPrefix.ROOT.rest(List.of("s", "t"))).containsExactly("s", "t");
    }
}
