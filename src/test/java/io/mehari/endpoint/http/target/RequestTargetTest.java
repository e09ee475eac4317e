package io.mehari.endpoint.http.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.endpoint.http.rejection.RequestRejectedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    static Stream<Arguments> paths() {
        return Stream.of(
                Arguments.of("/", List.of()),
                Arguments.of("/a", List.of("a")),
                Arguments.of("/a/", List.of("a", "")),
                Arguments.of("//", List.of("", "")),
                Arguments.of("/a/b", List.of("a", "b")),
                Arguments.of("/a/b%2Fc", List.of("a", "b/c")),
                Arguments.of("/a/b%2fc?x=/y", List.of("a", "b/c")),
                Arguments.of("/a/b+c", List.of("a", "b+c")),
                Arguments.of("/a/%25", List.of("a", "%")),
                Arguments.of("/a/%E5%B7%A5%E5%85%B7", List.of("a", "工具")),
                Arguments.of("/a/%F0%9F%90%AA", List.of("a", "🐪")),
                Arguments.of("/a/..", List.of("a", "..")),
                Arguments.of("/a#fragment", List.of("a")),
                Arguments.of("http://localhost:8000/a/b?c", List.of("a", "b")),
                Arguments.of("http://localhost", List.of()),
                Arguments.of("/s/" + "%E5%B7%A5".repeat(128), List.of("s", "工".repeat(128))));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void decodesSegmentsAfterSplitting(String target, List<String> segments) {
        assertThat(RequestTarget.parse(target).segments()).isEqualTo(segments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%2", "/%zz", "/a%2", "/%C3", "/%FF", "/%C0%AF", "/%ED%A0%80", "*", "a/b", ""})
    void refusesMalformedPaths(String target) {
        assertThatThrownBy(() -> RequestTarget.parse(target))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("malformed");
    }

    @Test
    void readsParameters() {
        RequestTarget target = RequestTarget.parse("/a?server=b%20c&limit=&limit=2");

        assertThat(target.parameter("server")).hasValue("b c");
        assertThat(target.parameter("limit")).hasValue("");
        assertThat(target.parameter("offset")).isEmpty();
    }

    @Test
    void refusesMalformedParameters() {
        assertThatThrownBy(() -> RequestTarget.parse("/a?x=%zz").parameter("x"))
                .isInstanceOf(RequestRejectedException.class);
    }
}
