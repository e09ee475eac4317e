package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.network.ByteBudget;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTest {
    private static final String SAMPLE = "\ufeff: a comment\r\nretry: 1500\r\nid: 1\r\ndata:\r\n\r\n"
            + "event: endpoint\ndata: /messages?a=b\n\n"
            + "id: zwölf\rdata: grüß 🐪\rdata:  two\rdata\r\r"
            + "unknown: x\ndata: {\"a\":1}\nretry: soon\n\n"
            + "data: unfinished\n";
    private static final List<String> EXPECTED =
            List.of("message|", "endpoint|/messages?a=b", "message|grüß 🐪\n two\n", "message|{\"a\":1}");

    private final List<String> events = new ArrayList<>();
    private SseParser parser = parser();

    @Test
    void readsTheSameHoweverItsBytesAreSplit() {
        byte[] bytes = SAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                events.clear();
                parser = parser();
                feed(bytes, 0, first);
                feed(bytes, first, second);
                feed(bytes, second, bytes.length);
                assertThat(events).isEqualTo(EXPECTED);
                assertThat(parser.lastEventId()).contains("zwölf");
                assertThat(parser.retry()).contains(Duration.ofMillis(1_500));
            }
        }
    }

    @Test
    void readsByteByByte() {
        byte[] bytes = SAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            feed(bytes, i, i + 1);
        }
        assertThat(events).isEqualTo(EXPECTED);
    }

    @Test
    void emptyLinesAndCommentsAreNoEvents() {
        feed("\n\n\r\n: ping\n\nevent: x\n\n");
        assertThat(events).isEmpty();
    }

    @Test
    void idIsKnownOnlyWhenItsEventIsWhole() {
        feed("id: 7\ndata: x\n");
        assertThat(parser.lastEventId()).isEmpty();
        feed("\n");
        assertThat(parser.lastEventId()).contains("7");
        feed("id\ndata: y\n\n");
        assertThat(parser.lastEventId()).isEmpty();
    }

    @Test
    void ignoresAnIdWithNulAndARetryThatIsNoNumber() {
        feed("id: a\0b\nretry: -5\nretry: 99999999999\ndata: x\n\n");
        assertThat(parser.lastEventId()).isEmpty();
        assertThat(parser.retry()).isEmpty();
    }

    @Test
    void refusesALineOverTheLimitWithoutHoldingIt() {
        assertThatThrownBy(() -> feed("data: " + "x".repeat(1_000))).isInstanceOf(SseTooLongException.class);
    }

    @Test
    void refusesAnEventOverTheLimit() {
        String line = "data: " + "x".repeat(500) + "\n";
        assertThatThrownBy(() -> feed(line + line)).isInstanceOf(SseTooLongException.class);
    }

    @Test
    void forgetsWhatWasUnfinishedWhenItStartsAgain() {
        feed("id: 1\ndata: whole\n\nid: 2\ndata: cut");
        parser.restart();
        feed("data: next\n\n");
        assertThat(events).containsExactly("message|whole", "message|next");
        assertThat(parser.lastEventId()).contains("1");
    }

    private SseParser parser() {
        return new SseParser(1_000, ByteBudget.unlimited(), event -> events.add(event.type() + "|" + event.data()));
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        feed(bytes, 0, bytes.length);
    }

    private void feed(byte[] bytes, int from, int to) {
        parser.feed(Unpooled.wrappedBuffer(bytes, from, to - from));
    }

    @Test
    void leavesOutWhatIsTooLongWhereSomebodyHearsOfIt() {
        List<SseParser.DroppedEvent> dropped = new ArrayList<>();
        parser = new SseParser(1_000, ByteBudget.unlimited(), event -> events.add(event.data()), dropped::add);
        feed("data: {\"id\":7,\"result\":" + "x".repeat(900));
        feed("y".repeat(2_000) + ",\"tail\":1}\n\ndata: next\n\n");
        feed("data: " + "a".repeat(600) + "\ndata: " + "b".repeat(600) + "\nid: 3\n\ndata: last\n\n");
        assertThat(events).containsExactly("next", "last");
        assertThat(dropped).hasSize(2).allSatisfy(event -> {
            assertThat(event.ofGateway()).isFalse();
            assertThat(event.reason()).contains("1000 bytes");
        });
        assertThat(text(dropped.get(0).head())).startsWith("{\"id\":7,");
        assertThat(text(dropped.get(0).tail())).endsWith("\"tail\":1}");
        assertThat(text(dropped.get(1).head())).startsWith("aaa");
    }

    @Test
    void readsNoFurtherWhereWhatIsLeftOutHasNoEnd() {
        parser = new SseParser(1_000, ByteBudget.unlimited(), event -> {}, dropped -> {});
        assertThatThrownBy(() -> feed("data: " + "x".repeat(10_000))).isInstanceOf(SseTooLongException.class);
    }

    @Test
    void asksTheBudgetAndGivesBackWhatItTook() {
        ByteBudget budget = new ByteBudget(100_000);
        List<SseParser.DroppedEvent> dropped = new ArrayList<>();
        parser = new SseParser(1_000_000, budget, event -> events.add(event.data()), dropped::add);
        feed("data: " + "x".repeat(50_000));
        assertThat(budget.held()).isGreaterThan(50_000);
        feed("\n\n");
        assertThat(budget.held()).isZero();
        feed("data: " + "x".repeat(200_000) + "\n\ndata: small\n\n");
        assertThat(events).hasSize(2).last().isEqualTo("small");
        assertThat(dropped).singleElement().satisfies(event -> {
            assertThat(event.ofGateway()).isTrue();
            assertThat(event.reason()).contains("mehari.memory.max-held", "100000");
        });
        assertThat(budget.held()).isZero();
        feed("data: " + "x".repeat(50_000));
        parser.release();
        assertThat(budget.held()).isZero();
    }

    @Test
    void givesWhatIsUnfinishedInWholeLinesAndTheLast() {
        feed("data: {\"a\":\ndata: 1}");
        assertThat(text(parser.unfinished())).isEqualTo("{\"a\":\n1}");
        parser.restart();
        feed("data: {}\nid: 1");
        assertThat(text(parser.unfinished())).isEqualTo("{}");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
