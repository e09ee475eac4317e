package io.mehari.endpoint.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.network.ByteBudget;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final HeldBytes HELD = new HeldBytes(ByteBudget.unlimited());

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final EventStream stream = new EventStream(channel, StreamStyle.RESULT);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void sendsEachEventWithItsNameAndJson() {
        assertThat(stream.send("progress", json -> json.writeNumber(1))).isTrue();

        assertThat(next()).isEqualTo("event: progress\ndata: 1\n\n");
    }

    @Test
    void endsWithTheResponseAsLastEvent() {
        LastHttpContent last = stream.last(Response.json(HttpResponseStatus.OK, json -> json.writeBoolean(true)), HELD);

        assertThat(last.content().toString(UTF_8)).isEqualTo("event: result\ndata: true\n\n");
        assertThat(stream.send("progress", json -> json.writeNumber(1))).isFalse();
        assertThat(stream.dropped()).isEqualTo(1);
        last.release();
    }

    @Test
    void endsWithoutAnEventWhereTheResponseHasNone() {
        LastHttpContent last = stream.last(Response.empty(HttpResponseStatus.OK, java.util.Map.of()), HELD);

        assertThat(last.content().isReadable()).isFalse();
        assertThat(stream.hasRoom()).isFalse();
    }

    @Test
    void eventsHaveTheIdsThatTheProtocolGivesThem() {
        EventStream numbered = new EventStream(channel, new StreamStyle(java.util.Map.of(), "message", () -> "a-2"));

        numbered.retry(500);
        assertThat(next()).isEqualTo("retry: 500\n\n");
        assertThat(numbered.send("message", "a-1", null)).isTrue();
        assertThat(next()).isEqualTo("id: a-1\nevent: message\ndata: \n\n");
        LastHttpContent last = numbered.last(Response.json(HttpResponseStatus.OK, json -> json.writeNumber(7)), HELD);
        assertThat(last.content().toString(UTF_8)).isEqualTo("id: a-2\nevent: message\ndata: 7\n\n");
        last.release();
    }

    @Test
    void commentsKeepAQuietStreamAlive() {
        pass(EventStream.KEEP_ALIVE_SECONDS - 1);
        assertThat((Object) channel.readOutbound()).isNull();
        pass(1);
        assertThat(next()).isEqualTo(": keep-alive\n\n");
    }

    @Test
    void noCommentFollowsTheEnd() {
        stream.last(Response.empty(HttpResponseStatus.OK, java.util.Map.of()), HELD)
                .release();
        pass(EventStream.KEEP_ALIVE_SECONDS * 2);

        assertThat((Object) channel.readOutbound()).isNull();
    }

    @Test
    void dropsAndCountsWhatAClientDoesNotRead() {
        EmbeddedChannel unread = new EmbeddedChannel(new HoldsWrites());
        EventStream held = new EventStream(unread, StreamStyle.RESULT);
        int sent = 0;
        while (held.send("progress", json -> json.writeString("x".repeat(1_000)))) {
            sent++;
        }

        assertThat(sent * 1_000).isBetween(EventStream.MAX_QUEUED_BYTES - 20_000, EventStream.MAX_QUEUED_BYTES + 1_000);
        assertThat(held.dropped()).isEqualTo(1);
        unread.pipeline().get(HoldsWrites.class).release();
        assertThat(held.send("progress", json -> json.writeNull())).isTrue();
        unread.finishAndReleaseAll();
    }

    private String next() {
        HttpContent content = channel.readOutbound();
        try {
            return content.content().toString(UTF_8);
        } finally {
            content.release();
        }
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
