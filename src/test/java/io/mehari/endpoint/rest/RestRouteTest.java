package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestRouteTest {
    private static final RestHandler HANDLER = RestHandler.of((target, context) -> null);

    @ParameterizedTest
    @CsvSource({
        "/health,                     /health,                      true",
        "/health,                     /health/,                     false",
        "/health,                     /health/live,                 false",
        "/health,                     /Health,                      false",
        "/,                           /,                            true",
        "/,                           /x,                           false",
        "/tools/{server}/{tool},      /tools/files/read,            true",
        "/tools/{server}/{tool},      /tools/files/a%2Fb,           true",
        "/tools/{server}/{tool},      /tools/%7Bserver%7D/x,        true",
        "/tools/{server}/{tool},      /tools/files/,                false",
        "/tools/{server}/{tool},      /tools//read,                 false",
        "/tools/{server}/{tool},      /tools/files,                 false",
        "/tools/{server}/{tool},      /tools/files/read/more,       false",
        "/servers/{server}/restart,   /servers/files/restart,       true",
        "/servers/{server}/restart,   /servers/files/start,         false",
    })
    void matchesSegmentBySegment(String path, String target, boolean matches) {
        RestRoute route = RestRoute.get(path, AccessLevel.CALL, HANDLER);

        assertThat(route.matches(RequestTarget.parse(target).segments())).isEqualTo(matches);
    }

    @Test
    void tellsFixedPathsFromThoseWithNames() {
        assertThat(RestRoute.get("/health/live", AccessLevel.OPEN, HANDLER).isFixed())
                .isTrue();
        assertThat(RestRoute.post("/servers/{server}/restart", AccessLevel.ADMIN, HANDLER)
                        .isFixed())
                .isFalse();
    }

    @Test
    void hasTheMethodItIsMadeFor() {
        assertThat(RestRoute.get("/a", AccessLevel.CALL, HANDLER).method()).isEqualTo(HttpMethod.GET);
        assertThat(RestRoute.post("/a", AccessLevel.CALL, HANDLER).method()).isEqualTo(HttpMethod.POST);
    }
}
