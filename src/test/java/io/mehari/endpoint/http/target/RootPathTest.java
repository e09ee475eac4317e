package io.mehari.endpoint.http.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootPathTest {
    @ParameterizedTest
    @CsvSource({"rp, /rp", "/rp, /rp", "/rp/, /rp", "a/b//, /a/b", "/, ''", "'', ''", "'  ', ''"})
    void slashesAroundAPathAreOfNoMeaning(String given, String path) {
        assertThat(RootPath.of(given).path()).isEqualTo(path);
        assertThat(RootPath.of(null)).isEqualTo(RootPath.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "/rp/files/read?x=1, /files/read?x=1",
        "/rp, /",
        "/rp/, /",
        "/rp?x, /?x",
        "/rp//evil, //evil",
        "/rpx/files, /rpx/files",
        "/files/rp, /files/rp",
        "/, /",
        "'', ''"
    })
    void itIsTakenOffWholeSegmentsOnly(String target, String stripped) {
        assertThat(RootPath.of("/rp").strip(target)).isEqualTo(stripped);
        assertThat(RootPath.NONE.strip(target)).isEqualTo(target);
        assertThat(RootPath.NONE.covers(target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/health", "api/v1", "/docs/", "/a b", "/a//b", "/../x", "/a/./b", "/a?b", "/{x}"})
    void whatTheGatewayHasItselfOrIsNoPathIsAProblem(String path) {
        assertThat(RootPath.of(path).problem()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/tools", "/api/tools", "/a.b/c-d_e~f"})
    void otherPathsAreNone(String path) {
        assertThat(RootPath.of(path).problem()).isEmpty();
    }

    @Test
    void theProblemNamesAPathThatWouldDo() {
        assertThat(RootPath.of("/api").problem())
                .hasValueSatisfying(text -> assertThat(text).contains("/api/tools"));
    }
}
