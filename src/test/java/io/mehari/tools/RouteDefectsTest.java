package io.mehari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolRefusedException;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.protocol.Json;
import java.net.ConnectException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which failures of a tool route are worth a recovery. */
class RouteDefectsTest {
    private static final Failed DOWN = Failed.down("files", "Upstream files is down", Duration.ofSeconds(1));

    static Stream<Throwable> canPass() {
        return Stream.of(
                new ConnectException("refused"),
                new TimeoutException("late"),
                new SQLTransientException("deadlock"),
                new IllegalStateException("The pool is shut down"),
                new RuntimeCamelException("wrapped", new ConnectException("refused")),
                new RuntimeCamelException("by mcp:, which makes one attempt", new ToolCallException(DOWN)));
    }

    static Stream<Throwable> cannotPass() {
        return Stream.of(
                new NullPointerException(),
                new NumberFormatException("x"),
                new RuntimeCamelException("wrapped", new ClassCastException("x")),
                new RuntimeCamelException("wrapped", new NoClassDefFoundError("x")),
                new ToolArgumentException("There is no such city"),
                new RuntimeCamelException(
                        "wrapped", new ToolArgumentException("No such city", new ConnectException("refused"))),
                new ToolRefusedException("refused", new Rejected(Outcome.FORBIDDEN, "no", Optional.empty())),
                ToolCallException.ofEndedCall(DOWN),
                new ToolCallException(Failed.upstreamError("files", "no", Json.object())),
                new ToolCallException(Failed.cancelled("files", "left")),
                new ToolCallException(Failed.internal("defect")));
    }

    @ParameterizedTest
    @MethodSource
    void canPass(Throwable failure) {
        assertThat(RouteDefects.canPass(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void cannotPass(Throwable failure) {
        assertThat(RouteDefects.canPass(failure)).isFalse();
    }
}
