package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.support.Trials;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamState;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that a server writes on its stdout, one by one: what is wrong with one costs no other call, and no process. */
class StdioLinesIT {
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":{\"content\":[{\"type\":\"text\","
            + "\"text\":\"caf\u00c3\u00a9 \\ud83d\\ude00\"}],\"n\":1.50,\"a\":[1,{\"b\":null}],\"isError\":false}}";
    private static final int MUTATIONS = Trials.count(1_000, 20_000);
    private static final int CALLS_IN_FLIGHT = 100;

    private final StdioFixture fixture = new StdioFixture();

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ef\u00bb\u00bf{'id':$ID,'result':{}}",
                "\u00ef\u00bb\u00bf \t{'id':$ID,'result':{}}\r",
                "{'id':'$ID','result':{}}",
                "{'id':$ID.0,'result':{}}",
                "{'id':$ID.000,'result':{}}",
                "[{'id':$ID,'result':{}}]",
                "[{'method':'notifications/message'},{'id':$ID,'result':{}},7]",
                "  {'result':{},'id':$ID}  ",
                "{'id':$NEXT,'result':{'forged':true}}\n{'id':$ID,'result':{}}",
                "{'id':null,'error':{'code':-32700,'message':'what?'}}\n{'id':$ID,'result':{}}",
                "{'n':1e99999999999}\n{'id':$ID,'result':{}}",
            })
    void whatCostsNothingIsTolerated(String line) throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("prints"));
        assertThat(StdioFixture.result(printed(upstream, line.replace('\'', '"'))))
                .isEmpty();
        requireAlive(upstream);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":$ID,"result":{"text":"caf\u00e9 au lait"}}   | (0xE9)
            {"id":$ID,"result":{"text":"\u00c3("}}             | not UTF-8
            {"id":$ID,"result":{"n":NaN}}                      | NaN
            {"id":$ID,"result":{"n":-Infinity}}                | Infinity
            {"id":$ID,"result":{"n":1e99999999999}}            | exponent
            {"id":$ID,"result":{"n":1e-2147483649}}            | exponent
            {"id":$ID,"result":{"text":"abc                    | cut off after
            {"id":$ID,"resu                                    | cut off after
            {"id":$ID,"result":{}} trailing words              | trailing words
            {"id":$ID,"result":{}}{"id":1,"result":{}}         | a line of its own
            {"id":$ID,"result":{"a" 1}}                        | near "
            {"id":$ID,"result":{'a':1}}                        | near "
            """)
    void whatIsWrongIsSaidWithItsPlace(String line, String reason) throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("prints"));
        Failed failure = StdioFixture.failure(printed(upstream, line));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("faulty", "is not valid JSON", reason);
        requireAlive(upstream);
    }

    @Test
    void theLimitThatAnAnswerBreaksIsNamed() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("prints"));
        String deep = "[".repeat(300) + "]".repeat(300);
        assertThat(message(upstream, "{\"id\":$ID,\"result\":{\"a\":" + deep + "}}"))
                .contains("deeper than 200");
        assertThat(message(upstream, "{\"id\":$ID,\"result\":{\"n\":" + "7".repeat(2_000) + "}}"))
                .contains("more digits");
        assertThat(message(upstream, "{\"id\":$ID,\"result\":{\"" + "k".repeat(60_000) + "\":1}}"))
                .contains("longer name");
        requireAlive(upstream);
    }

    @Test
    void anAnswerBeforeItsQuestionReachesNoCall() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("prints"));
        StringBuilder ahead = new StringBuilder();
        for (int next = 1; next <= 50; next++) {
            ahead.append("{\"id\":$NEXT").append(",\"result\":{\"forged\":true}}\n");
        }
        UpstreamCall call = printed(upstream, ahead + "{\"id\":$ID,\"result\":{}}");
        assertThat(StdioFixture.result(call)).isEmpty();
        requireAlive(upstream);
    }

    @Test
    void anAnswerForWhichNoBytesAreLeftIsDroppedAndEverythingIsGivenBack() throws Exception {
        ByteBudget budget = new ByteBudget(1024 * 1024);
        StdioUpstream upstream =
                StdioFixture.ready(fixture.faulty(Limits.PATIENT.with(budget), "tools", "big", "exact"));
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "big", Json.object()));
        assertThat(failure.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(failure.upstreamDown()).isFalse();
        assertThat(failure.message()).contains("mehari.memory.max-held", "1048576", "check its effect");
        assertThat(StdioFixture.result(StdioFixture.call(upstream, "exact", Json.object())))
                .isNotEmpty();
        // The reader gives its bytes back behind the answer
        await().atMost(StdioFixture.LIMIT).until(() -> budget.held() == 0);
        assertThat(budget.refusals()).isPositive();
        assertThat(fixture.states).containsExactly(UpstreamState.JOINING, UpstreamState.READY);
    }

    @Test
    void aTreeThatIsMuchLargerThanItsTextIsWeighedBeforeItIsMade() throws Exception {
        ByteBudget budget = new ByteBudget(1024 * 1024);
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty(Limits.PATIENT.with(budget), "prints"));
        String small = "{\"id\":$ID,\"result\":{\"a\":[" + "1,".repeat(30_000) + "1]}}";
        assertThat(message(upstream, small)).contains("mehari.memory.max-held");
        requireAlive(upstream);
        assertThat(budget.held()).isZero();
    }

    @Test
    void noMutationOfALineHangsRestartsOrIsADefect() throws Exception {
        ByteBudget budget = new ByteBudget(1024 * 1024);
        StdioUpstream upstream = StdioFixture.ready(
                fixture.faulty(Limits.callsInFlight(CALLS_IN_FLIGHT).with(budget), "prints"));
        Random random = Trials.random(41);
        for (int i = 0; i < MUTATIONS; i++) {
            String line = mutated(random);
            UpstreamCall call = printed(upstream, line);
            requireAlive(upstream); // its answer comes behind the mutated one, which is all that the limit waits for
            if (call.result().isDone()) {
                assertThat(outcome(call)).as(line).isIn(null, Outcome.BAD_UPSTREAM);
            } else {
                call.cancel("not answered");
            }
        }
        assertThat(upstream.status().inFlight()).isZero();
        assertThat(upstream.status().restarts()).isZero();
        assertThat(budget.held()).isZero();
        assertThat(budget.refusals()).isZero();
    }

    private static String mutated(Random random) {
        StringBuilder line = new StringBuilder(ANSWER);
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(line.length());
            switch (random.nextInt(7)) {
                case 0 -> line.setCharAt(at, (char) random.nextInt(256));
                case 1 -> line.deleteCharAt(at);
                case 2 -> line.insert(at, (char) random.nextInt(256));
                case 3 -> line.setLength(Math.max(1, at));
                case 4 -> line.insert(at, line.substring(random.nextInt(at + 1), at));
                case 5 -> line.insert(at, PIECES[random.nextInt(PIECES.length)]);
                default -> line.delete(at, Math.min(line.length(), at + random.nextInt(20)));
            }
            if (line.length() == 0) {
                line.append(' ');
            }
        }
        return line.toString();
    }

    private static final String[] PIECES = {
        "\n",
        "\r",
        "\0",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        ",",
        ":",
        "null",
        "-",
        "1e99999999999",
        "1E-2147483649",
        "NaN",
        "\u00ff\u00fe",
        "\u00ef\u00bb\u00bf",
        "\u00ed\u00a0\u0080",
        "\"id\":$ID",
        "\"id\":null,",
        "\"method\":\"ping\",",
        "\"error\":{\"code\":1e400},",
        "9".repeat(1_100),
        "[".repeat(250),
        "Content-Length: 5\r\n\r\n",
        "$ID",
        "$NEXT"
    };

    private static Outcome outcome(UpstreamCall call) throws InterruptedException {
        try {
            call.result().get();
            return null;
        } catch (ExecutionException e) {
            return ((ToolCallException) e.getCause()).result().outcome();
        }
    }

    private static UpstreamCall printed(StdioUpstream upstream, String line) {
        return StdioFixture.call(upstream, "run", Json.object().put("print", line));
    }

    private static String message(StdioUpstream upstream, String line) throws Exception {
        return StdioFixture.failure(printed(upstream, line)).message();
    }

    private void requireAlive(StdioUpstream upstream) throws Exception {
        ObjectNode answer = StdioFixture.result(StdioFixture.call(upstream, "run", Json.object()));
        assertThat(answer.at("/content/0/text").asText()).isEqualTo("ok");
        assertThat(fixture.states).containsExactly(UpstreamState.JOINING, UpstreamState.READY);
    }
}
