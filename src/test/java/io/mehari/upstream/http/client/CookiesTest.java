package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CookiesTest {
    private static final URI PLAIN = URI.create("http://h/a/mcp");

    private final Cookies cookies = new Cookies(PLAIN);

    @Test
    void keepsWhatIsSetUntilItIsRemoved() {
        assertThat(set("lb=one; Path=/; HttpOnly", "b=\"two words\"")).isTrue();
        assertThat(cookies.header(PLAIN)).contains("lb=one; b=\"two words\"");
        assertThat(set("lb=one")).isFalse();
        assertThat(set("lb=; Max-Age=0")).isTrue();
        assertThat(cookies.header(PLAIN)).contains("b=\"two words\"");
        assertThat(set("b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT")).isTrue();
        assertThat(cookies.header(PLAIN)).isEmpty();
    }

    @Test
    void keepsWhatIsSecureOnlyOverHttps() {
        assertThat(set("s=1; Secure")).isFalse();
        URI safe = URI.create("https://h/");
        Cookies overTls = new Cookies(safe);
        assertThat(overTls.take(new DefaultHttpHeaders().add("Set-Cookie", "s=1; Secure")))
                .isTrue();
        assertThat(overTls.header(safe)).contains("s=1");
    }

    @Test
    void sendsEachWhereItsPathIs() {
        set("a=1; Path=/a", "m=2; Path=/a/mcp", "o=3; Path=/other", "x=4; Path=/a/m");
        assertThat(cookies.header(PLAIN)).contains("a=1; m=2");
        assertThat(cookies.header(URI.create("http://h/other/x"))).contains("o=3");
    }

    @Test
    void keepsNeitherTooManyNorTooLong() {
        assertThat(set("long=" + "x".repeat(5_000))).isFalse();
        for (int i = 0; i < 60; i++) {
            set("c" + i + "=1");
        }
        assertThat(cookies.header(PLAIN).orElseThrow().split("; ")).hasSize(50);
        assertThat(set("c0=2")).isTrue();
    }

    @Test
    void standsBesideAConfiguredCookie() {
        RequestHead head = RequestHead.of(PLAIN, Map.of("cookie", "mine=1"), Map.of("Cookie", "lb=one"), true);
        assertThat(head.lines().getAll("Cookie")).containsExactly("mine=1; lb=one");
    }

    private boolean set(String... lines) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String line : lines) {
            headers.add("Set-Cookie", line);
        }
        return cookies.take(headers);
    }
}
