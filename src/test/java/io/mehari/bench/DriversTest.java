package io.mehari.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriversTest {
    private static final String REPLY = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void readsRepliesInPiecesOfAnySize(int size) {
        ReplyReader reader = new ReplyReader();
        ByteBuf stream = Unpooled.copiedBuffer(REPLY + REPLY.replace("200 OK", "503 No"), ISO_8859_1);
        StringBuilder statuses = new StringBuilder();
        while (stream.isReadable()) {
            ByteBuf piece = stream.readSlice(Math.min(size, stream.readableBytes()));
            while (piece.isReadable()) {
                if (reader.read(piece)) {
                    statuses.append(reader.status()).append(' ');
                }
            }
        }
        assertThat(statuses).hasToString("200 503 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void readsRepliesInChunks(int size) {
        ReplyReader reader = new ReplyReader();
        String chunked = "HTTP/1.1 202 Fine\r\nTransfer-Encoding: chunked\r\n\r\n" + "5\r\nhello\r\n1A;name=value\r\n"
                + "x".repeat(26) + "\r\n0\r\n\r\n";
        ByteBuf stream = Unpooled.copiedBuffer(chunked + REPLY + chunked, ISO_8859_1);
        StringBuilder statuses = new StringBuilder();
        while (stream.isReadable()) {
            ByteBuf piece = stream.readSlice(Math.min(size, stream.readableBytes()));
            while (piece.isReadable()) {
                if (reader.read(piece)) {
                    statuses.append(reader.status()).append(' ');
                }
            }
        }
        assertThat(statuses).hasToString("202 200 202 ");
    }

    @Test
    void refusesRepliesOfUnknownLength() {
        ByteBuf endless = Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", ISO_8859_1);
        ReplyReader reader = new ReplyReader();
        assertThatThrownBy(() -> reader.read(endless)).hasMessageContaining("neither Content-Length");
    }

    @Test
    void readsWhatTheScriptOfWrkPrints() {
        Measurement measured = WrkDriver.parse("""
                Running 6s test
                bench calls=12000 errors=2 micros=6000000 mean=512.3 p50=500.0 p95=700.0 p99=900.0
                """);
        assertThat(measured.rate()).isEqualTo(2_000);
        assertThat(measured.errors()).isEqualTo(2);
        assertThat(measured.p99()).isEqualTo(900);
    }

    @Test
    void refusesOutputOfWrkWithoutSummary() {
        assertThatThrownBy(() -> WrkDriver.parse("unable to connect")).hasMessageContaining("unable to connect");
    }

    @Test
    void requestsAreCountedInBytes() {
        HttpCall call = new HttpCall(URI.create("http://127.0.0.1:8000/a/b"), "{\"m\":\"é\"}", "é");
        assertThat(new String(call.wire(), ISO_8859_1))
                .startsWith("POST /a/b HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n")
                .contains("Content-Length: 10\r\n");
        assertThat(call.accepts("200 \"é\"")).isTrue();
        assertThat(call.accepts("200 \"e\"")).isFalse();
        assertThat(call.accepts("500 \"é\"")).isFalse();
    }

    @Test
    void onlyAFullPaceCounts() {
        assertThat(Pace.of("full").counts()).isTrue();
        assertThat(Pace.of("full").warmUp()).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(Pace.of("--quick").counts()).isFalse();
        assertThatThrownBy(() -> Pace.of("fast")).hasMessageContaining("full or quick");
    }
}
