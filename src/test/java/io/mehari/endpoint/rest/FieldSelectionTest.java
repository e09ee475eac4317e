package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectionTest {
    private static final String OK = "{\"success\":true,\"data\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
            + "{\"type\":\"text\",\"text\":\"b\"},7],\"structuredContent\":{\"n\":12345678901234567890.123,"
            + "\"list\":[[{\"x\":1,\"y\":2}]]}},\"message\":\"m\",\"request_id\":\"id\","
            + "\"performance\":{\"duration_ms\":1.0,\"cache_hit\":false}}";
    private static final String FAILED = "{\"success\":false,\"data\":null,\"message\":\"m\","
            + "\"error\":{\"code\":\"timed_out\",\"message\":\"late\"}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "success;{\"success\":true}",
                "success,message;{\"success\":true,\"message\":\"m\"}",
                " message , success;{\"success\":true,\"message\":\"m\"}",
                "data.structuredContent.n;{\"data\":{\"structuredContent\":{\"n\":12345678901234567890.123}}}",
                "data.content.text;{\"data\":{\"content\":[{\"text\":\"a\"},{\"text\":\"b\"}]}}",
                "data.structuredContent.list.x;{\"data\":{\"structuredContent\":{\"list\":[[{\"x\":1}]]}}}",
                "performance.duration_ms,request_id;{\"request_id\":\"id\",\"performance\":{\"duration_ms\":1.0}}",
                "data.nothing;{\"data\":{}}",
                "success.deeper;{}",
                "performance,performance.cache_hit;{\"performance\":{\"duration_ms\":1.0,\"cache_hit\":false}}",
                "performance.cache_hit,performance;{\"performance\":{\"duration_ms\":1.0,\"cache_hit\":false}}",
                "error;{}"
            })
    void selects(String fields, String expected) throws IOException {
        assertThat(select(fields, OK)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "data.structuredContent;{\"error\":{\"code\":\"timed_out\",\"message\":\"late\"}}",
                "data;{\"data\":null,\"error\":{\"code\":\"timed_out\",\"message\":\"late\"}}",
                "success,error.code;{\"success\":false,\"error\":{\"code\":\"timed_out\"}}"
            })
    void neverLeavesAnErrorOut(String fields, String expected) throws IOException {
        assertThat(select(fields, FAILED)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "succes;an envelope has success, data",
                "data.;a name is missing",
                "data..x;a name is missing",
                "success,,data;an envelope has",
                "'';an envelope has",
                "content;as in data.content"
            })
    void refuses(String fields, String why) {
        assertThatThrownBy(() -> FieldSelection.of(List.of(fields)))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void isBounded() {
        String many = IntStream.rangeClosed(0, FieldSelection.MOST)
                .mapToObj(i -> "data.f" + i)
                .collect(Collectors.joining(","));
        assertThatThrownBy(() -> FieldSelection.of(List.of(many))).hasMessageContaining("more than 100");
        assertThatThrownBy(() -> FieldSelection.of(List.of("data" + ".x".repeat(FieldSelection.DEEPEST))))
                .hasMessageContaining("more than 20 names");
    }

    @Test
    void twoParametersAreOneSelection() throws IOException {
        assertThat(text(FieldSelection.of(List.of("success", "message")), OK))
                .isEqualTo("{\"success\":true,\"message\":\"m\"}");
    }

    private static String select(String fields, String envelope) throws IOException {
        return text(FieldSelection.of(List.of(fields)), envelope);
    }

    private static String text(FieldSelection fields, String envelope) throws IOException {
        Response response = Response.json(HttpResponseStatus.OK, json -> json.writeTree(Json.read(envelope)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        fields.of(response).content().writeTo(bytes);
        return bytes.toString();
    }
}
