package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.protocol.JsonRpcMessage;
import io.mehari.support.ManualTimer;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneWayMessagesTest {
    private static final int AT_ONCE = 4;

    private final ManualTimer timer = new ManualTimer();
    private final List<HttpReceiver> posted = new ArrayList<>();
    private final OneWayMessages messages = new OneWayMessages("s", timer, this::post);

    @Test
    void messagesThatAreNeverAnsweredMakeRoomForTheNext() {
        for (int i = 0; i <= AT_ONCE; i++) {
            messages.send(JsonRpcMessage.notification("notifications/cancelled"));
        }
        assertThat(posted).hasSize(AT_ONCE);
        timer.advance(Duration.ofSeconds(10));
        assertThat(posted).hasSize(AT_ONCE + 1);
    }

    @Test
    void responsesWithoutEndMakeRoomForTheNext() {
        for (int i = 0; i <= AT_ONCE; i++) {
            messages.send(JsonRpcMessage.notification("notifications/cancelled"));
        }
        posted.get(0).body(Unpooled.wrappedBuffer(new byte[BoundedBody.ERROR]));
        assertThat(posted).hasSize(AT_ONCE);
        posted.get(0).body(Unpooled.wrappedBuffer(new byte[1]));
        assertThat(posted).hasSize(AT_ONCE + 1);
    }

    private HttpExchange post(byte[] message, HttpReceiver receiver) {
        posted.add(receiver);
        return new HttpExchange(
                "POST", URI.create("http://h/"), receiver, (exchange, target) -> {}, () -> {}, Duration.ZERO);
    }
}
