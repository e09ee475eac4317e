package io.mehari.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.endpoint.http.tls.TlsSettings;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.network.ByteBudget;
import io.mehari.security.OriginRules;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class HttpConnectionTest {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

    private final ByteBudget budget = new ByteBudget(1_000_000);
    private final AtomicLong nanos = new AtomicLong();
    private final DataSettings settings = new DataSettings(
            "127.0.0.1",
            0,
            DataSize.ofMegabytes(10),
            DataSize.ofKilobytes(8),
            DataSize.ofKilobytes(16),
            REQUEST_TIMEOUT,
            IDLE_TIMEOUT,
            10,
            1,
            false,
            TlsSettings.NONE,
            "/",
            List.of(),
            Duration.ZERO);
    private final HttpConnection connection = new HttpConnection(
            settings,
            new ResponseWriter(new OriginRules(RestGateway.OPEN, true, false), RestGateway.rejections()),
            nanos::get);
    private final EmbeddedChannel channel = new EmbeddedChannel(connection);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void letsOneRequestThroughAtATime() {
        receive("/1");
        receive("/2");

        assertThat(((Request) channel.readInbound()).target()).isEqualTo("/1");
        assertThat((Object) channel.readInbound()).isNull();
        answer();
        assertThat(((Request) channel.readInbound()).target()).isEqualTo("/2");
    }

    @Test
    void stopsReadingWhileTooManyWait() {
        for (int i = 0; i < HttpConnection.MAX_WAITING; i++) {
            receive("/" + i);
        }
        assertThat(channel.config().isAutoRead()).isTrue();
        receive("/last");
        assertThat(channel.config().isAutoRead()).isFalse();
        for (int i = 0; i <= HttpConnection.MAX_WAITING; i++) {
            assertThat((Object) channel.readInbound()).isNotNull();
            answer();
        }
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void stopsReadingWhileALargeBodyWaits() {
        receive("/1");
        channel.writeInbound(request("/2", new byte[100_000]));

        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void letsNoSecondAnswerOut() {
        receive("/1");
        answer();
        FullHttpResponse second = response();

        assertThat(channel.writeOneOutbound(second).isSuccess()).isFalse();
        assertThat(second.refCnt()).isZero();
        assertThat(channel.<Object>readOutbound()).isNotNull();
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @Test
    void releasesWhatWaitsWhenTheClientIsGone() {
        receive("/1");
        Request waiting = request("/2", new byte[100_000]);
        waiting.held().add(100_000);
        channel.writeInbound(waiting);
        assertThat(budget.held()).isEqualTo(100_000);
        channel.close();

        assertThat(budget.held()).isZero();
    }

    @Test
    void closesIdleConnection() {
        pass(IDLE_TIMEOUT.minusSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        pass(REQUEST_TIMEOUT);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesWhenTheClientTakesNothingOfItsResponse() {
        channel.pipeline().addFirst(new HoldsWrites());
        receive("/1");
        channel.writeOutbound(response());
        pass(IDLE_TIMEOUT.minusSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        pass(REQUEST_TIMEOUT);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void waitsForAsLongAsTheClientTakesSomeOfItsResponse() {
        channel.pipeline().addFirst(new HoldsWrites());
        receive("/1");
        channel.writeOutbound(response());
        for (int i = 0; i < 5; i++) {
            pass(IDLE_TIMEOUT.minusSeconds(20));
            channel.unsafe().outboundBuffer().addMessage(Unpooled.EMPTY_BUFFER, 10 + i, channel.newPromise());
            pass(REQUEST_TIMEOUT);
            assertThat(channel.isOpen()).isTrue();
        }
        pass(IDLE_TIMEOUT.plus(REQUEST_TIMEOUT));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAStreamOfWhichTheClientTakesNothing() {
        stream();
        pass(IDLE_TIMEOUT.multipliedBy(3));
        assertThat(channel.isOpen()).as("a quiet stream").isTrue();
        waitsForTheClient(10);
        pass(REQUEST_TIMEOUT);
        pass(IDLE_TIMEOUT.minusSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        pass(REQUEST_TIMEOUT);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void keepsAStreamOfWhichTheClientTakesSome() {
        stream();
        for (int i = 0; i < 5; i++) {
            waitsForTheClient(10 + i);
            pass(REQUEST_TIMEOUT);
            pass(IDLE_TIMEOUT.minusSeconds(20));
            assertThat(channel.isOpen()).isTrue();
        }
    }

    private void stream() {
        receive("/1");
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    private void waitsForTheClient(int bytes) {
        channel.unsafe().outboundBuffer().addMessage(Unpooled.EMPTY_BUFFER, bytes, channel.newPromise());
    }

    @Test
    void neverTimesOutACallInProgress() {
        receive("/1");
        pass(Duration.ofDays(1));

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answersRequestThatDoesNotArriveInTime() {
        connection.bytesArrived();
        pass(REQUEST_TIMEOUT.minusSeconds(1));
        connection.bytesArrived();
        assertThat(channel.isOpen()).isTrue();
        pass(REQUEST_TIMEOUT);
        FullHttpResponse response = channel.readOutbound();

        assertThat(response.status()).isEqualTo(HttpResponseStatus.REQUEST_TIMEOUT);
        assertThat(channel.isOpen()).isFalse();
        response.release();
    }

    @Test
    void timesTheNextRequestFromTheEndOfTheOneBefore() {
        receive("/1");
        connection.bytesArrived();
        pass(Duration.ofHours(1));
        answer();
        assertThat(channel.isOpen()).isTrue();
        pass(REQUEST_TIMEOUT.plus(REQUEST_TIMEOUT));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void endsAfterTheCallInProgress() {
        receive("/1");
        connection.closeWhenDone();
        assertThat(channel.isOpen()).isTrue();
        answer();

        assertThat(channel.isOpen()).isFalse();
    }

    private void receive(String target) {
        connection.bytesArrived();
        channel.writeInbound(request(target, new byte[0]));
    }

    private Request request(String target, byte[] body) {
        Request request = new Request(
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target), budget, channel.remoteAddress());
        request.complete(body, true);
        return request;
    }

    private void answer() {
        channel.writeOutbound(response());
        channel.runPendingTasks();
    }

    private static FullHttpResponse response() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }
}
