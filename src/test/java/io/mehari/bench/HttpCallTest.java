package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpCallTest {
    private static final URI SERVER = URI.create("http://127.0.0.1:8000/");

    @Test
    void aCallWithABodyIsAPost() {
        HttpCall call = new HttpCall(SERVER.resolve("/echo/echo"), "{\"a\":\"\u00fc\"}", "");
        assertThat(wire(call))
                .startsWith("POST /echo/echo HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n")
                .contains("Content-Length: 10\r\n")
                .endsWith("\r\n\r\n{\"a\":\"\u00fc\"}");
    }

    @Test
    void aCallWithoutOneIsAGetWithItsQuery() {
        HttpCall call = HttpCall.get(SERVER.resolve("/api/v1/tools?limit=20"), "echo");
        assertThat(wire(call))
                .startsWith("GET /api/v1/tools?limit=20 HTTP/1.1\r\n")
                .endsWith("Content-Length: 0\r\n\r\n");
        assertThat(call.accepts("200 {\"name\":\"echo\"}")).isTrue();
        assertThat(call.accepts("200 {}")).isFalse();
    }

    @Test
    void aCallMayShowAKey() {
        HttpCall call = new HttpCall(SERVER.resolve("/echo/echo"), "{}", "").with("Bearer x");
        assertThat(wire(call)).contains("\r\nAuthorization: Bearer x\r\nContent-Length: 2\r\n\r\n{}");
    }

    private static String wire(HttpCall call) {
        return new String(call.wire(), StandardCharsets.UTF_8);
    }
}
